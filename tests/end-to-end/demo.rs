//! The page of a drawn digit; `cargo xtask page-check` tries it in a browser.

use crate::support::{refusal, xtask};

#[test]
fn a_page_without_models_is_refused_with_the_way_to_have_some() {
    let folder = tempfile::tempdir().unwrap();
    let (models, out) = (folder.path().join("models"), folder.path().join("page"));
    let mut command = xtask();
    command
        .args(["demo", "--build-only", "--models"])
        .arg(&models);
    command.arg("--out").arg(&out);
    let told = refusal(command);
    for part in [
        &*models.display().to_string(),
        "no models yet",
        "--quick",
        "compare --models",
    ] {
        assert!(told.contains(part), "{told}");
    }
    assert!(!out.exists());
}
