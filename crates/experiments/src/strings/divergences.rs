//! Where the rows do something else than the paper says, or what it leaves open.

use report::Divergence;

pub(super) const COMPOSED: Divergence = Divergence {
    paper: "Pen trajectories of words, and checks",
    ours: "Strings that are composed from MNIST's images, digits of several hands side by side",
    why: "The paper's strings are not public. Ours are easier than strings that somebody wrote: \
          no ligatures, one size, upright",
};

pub(super) const SEGMENTER: Divergence = Divergence {
    paper: "Cuts at minima of the vertical projection, or of the distance between upper and lower \
            contour; no numbers are given. Candidates have a penalty of the segmenter, too",
    ours: "The rules and numbers that the crate string-reader lists; no penalty of the segmenter",
    why: "The numbers are chosen on training images. What a candidate looks like is left to the \
          network",
};

pub(super) const ISOLATED: Divergence = Divergence {
    paper: "Penalties are what the network says of a candidate; how they were scaled is not given",
    ours: "The weights and the scale of row lenet5 of the comparison, as they are",
    why: "A constant that is added to the penalty of each candidate makes such a reader better or \
          much worse, as the curve over it shows. Nothing of it was tuned",
};

pub(super) const RATES: Divergence = Divergence {
    paper: "Diagonal Levenberg-Marquardt (page 36); rates and passes are not given",
    ours: "The same rule, curvature measured on the best right path, one step a string; rates and \
           passes that the settings name",
    why: "Chosen on validation strings",
};

pub(super) const DISTORTED: Divergence = Divergence {
    paper: "Strings as they were written",
    ours: "Digits are distorted anew in each pass before strings are composed of them, half as much \
           as in row lenet5-dist",
    why: "Chosen on validation strings. There are only 60,000 digits, however many strings are made \
          of them",
};

pub(super) const WINDOWS: Divergence = Divergence {
    paper: "Trained on a digit between two others, or a blank between two, with a tenth of the \
            pixels inverted; how many blanks is not given",
    ours: "Windows on each of three digits and on one space between two of them, without inverted \
           pixels but for the set noisy; the paper's rates of section III-B",
    why: "Readers are tested on clean strings, whose first and last digit have one neighbour",
};

pub(super) const SPACES: Divergence = Divergence {
    paper: "A character model that \"prevents characters from appearing on contiguous outputs\"; \
            no drawing of it, and penalties of transitions are not mentioned",
    ours: "A run of one class is a character, and between any two there is a space; no penalties",
    why: "It is the simplest model that does what the text says",
};

pub(super) const CTC: Divergence = Divergence {
    paper: "Not in it",
    ours: "Between different digits there may be no space; otherwise as sdnn-dforward",
    why: "Today's usual way, of 2006: it is equation 17 with this model",
};

pub(super) const STRIDE: Divergence = Divergence {
    paper: "Positions are four pixels apart",
    ours: "Two pixels apart, by looking at the picture twice",
    why: "Two digits need a space between them, so at four pixels their middles must be eight apart",
};

pub(super) const KNOWN_BOXES: Divergence = Divergence {
    paper: "Not in it",
    ours: "Row lenet5's network on the columns of each digit's true box, the ink of neighbours that \
           lies in them included",
    why: "It shows what cutting costs, and what learning on strings can gain beyond it",
};

pub(super) const LENGTH: Divergence = Divergence {
    paper: "A grammar of amounts (section X)",
    ours: "A grammar of all strings of five digits",
    why: "ZIP codes have five digits; there is no public set of amounts",
};
