use super::recipe::Recipe;

/// A recipe with a name, and the checksums of its test strings.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The name, in small letters.
    pub name: &'static str,
    /// The recipe.
    pub recipe: Recipe,
    /// The [checksums](super::StringSet::sha256) of its [test strings](Recipe::test) of MNIST, in the
    /// orders 1 to 5.
    pub sha256: [&'static str; 5],
}

/// The four recipes that have a name.
pub const NAMED: [Named; 4] = [
    Named {
        name: "paper",
        recipe: Recipe::PAPER,
        sha256: [
            "6808acd6d0d94f838fb05674a999cf50e7c57013d95eb5a350ce92809fec3a80",
            "c4c700ca651410ad283aea0b3ec94f5afa44bf255e1a3d7f8ef593756905334f",
            "f41cda875b9839d86e2c6f8e2fbdcf26bb19890f6530b42cbed169281af5e17c",
            "90587def9de55b6a516d2b991a27c76c48655f3828031fa65969ae41967ce0b8",
            "1df97d52af69540bee4cd2fadd5530b9cd13ccbea42245e3ee61c9464ac1917b",
        ],
    },
    Named {
        name: "apart",
        recipe: Recipe::APART,
        sha256: [
            "73625f92f5b4e95e5da9abc2656fe251312b951ce6e5c58e806b4084b8802daf",
            "0e0d4471c4b5164dfd68ad9038a3803020cd812c3a49b26f1efd12d1df3a2cf5",
            "aa1061d043ae115675e1280ad7e7cc43e83e42cf63f469d3fbb259cc6aaf15c1",
            "082e02f28d7a16f42cdb98c2e292e9b8016b785ae342e4dd4f27317d32d73738",
            "d4557e0861601bcf6e78befd0a5c0a1aa23f2921109ca99d068d8ef02a27ff92",
        ],
    },
    Named {
        name: "tight",
        recipe: Recipe::TIGHT,
        sha256: [
            "14c7547604d7e41104994f3c2dbd72c641cb0213a8f7a7f083f65f5d3c7ab19e",
            "a3b3864befd5c2c5573dce7d54401441e0b221ff53cdd09f541cc8d71305849d",
            "07104788fedea324d90e317595800a8fb264cb28967d8e7ceb298af13673f5f2",
            "02b3f4d036081fb3e202af28b977a1d278fd6f776824270db4d97a3109281aeb",
            "816f60ad9f4a34592eb68c2b6e930115c21e34a4e1d7df4e038c0bff3ddb4cc8",
        ],
    },
    Named {
        name: "noisy",
        recipe: Recipe::NOISY,
        sha256: [
            "360a031257688ce1e17ba81767ac9f188270385723fcb44eb9e8332407347bf2",
            "f38716300cda8a92f92a9e2678f6b5ca7ed01555bdb310cdb4d42bf5e501b992",
            "b7082edae928a86b56ba4599b86e685a7a04033113701c60b032010a8f58cae4",
            "274ae92f0744d23d3cc5c65dc025df849860e664a886ebf33d1f111133bb502b",
            "40de7453800f3b649e7cce4b8e56bd9dba77f4221079257ef95490840a20253a",
        ],
    },
];
