//! What the environment and the user's settings of curl change.

use std::fs;

use crate::common::server::{Reply, Server};
use crate::common::{Collection, process};
use tempfile::TempDir;

/// A mirror that only a proxy can reach.
const BEHIND: &str = "http://mnist.invalid/data";

/// A proxy that answers requests for that mirror, and its address.
fn proxy() -> (Server, String) {
    let collection = Collection::new();
    let server =
        Server::new(
            move |address| match address.strip_prefix("http://mnist.invalid/data/") {
                Some(name) => collection.at(name).map_or(Reply::Status(404), Reply::Whole),
                None => Reply::Status(407),
            },
        );
    let address = server.base().trim_end_matches("/data").to_owned();
    (server, address)
}

#[test]
fn a_proxy_that_the_environment_names_is_asked() {
    if process::is_the_other() {
        return;
    }
    let test = "curl::a_proxy_that_the_environment_names_is_asked";
    let (_proxy, address) = proxy();
    for variable in ["http_proxy", "all_proxy", "ALL_PROXY"] {
        let told = process::fetch(test, BEHIND, &[(variable, &address)]);
        assert_eq!(told, "400 images");
    }
    let mirror = Server::of_collection();
    let except = [("http_proxy", &*address), ("no_proxy", "127.0.0.1")];
    assert_eq!(process::fetch(test, &mirror.base(), &except), "400 images");

    let behind = "https://mnist.invalid/data";
    let told = process::fetch(test, behind, &[("https_proxy", &address)]);
    assert!(told.contains("407"), "{told}");
}

#[test]
fn settings_of_the_user_count_but_for_those_that_change_what_arrives() {
    if process::is_the_other() {
        return;
    }
    let test = "curl::settings_of_the_user_count_but_for_those_that_change_what_arrives";
    let (_proxy, address) = proxy();
    let folder = TempDir::new().unwrap();
    let home = folder.path().to_str().unwrap();
    for others in [
        "",
        "fail\nverbose\n",
        "remote-name-all\nremote-header-name\nwrite-out = \"%{http_code}\\n\"\n",
    ] {
        let settings = format!("{others}proxy = {address}\n");
        fs::write(folder.path().join(".curlrc"), settings).unwrap();
        let told = process::fetch(test, BEHIND, &[("CURL_HOME", home)]);
        assert_eq!(told, "400 images", "{others}");
    }
}

/// On Windows curl is found wherever the `PATH` leads.
#[cfg(unix)]
#[test]
fn without_curl_npm_is_tried_and_the_ways_out_are_told() {
    if process::is_the_other() {
        return;
    }
    let test = "curl::without_curl_npm_is_tried_and_the_ways_out_are_told";
    let nothing = TempDir::new().unwrap();
    let path = nothing.path().to_str().unwrap();
    let told = process::fetch(test, BEHIND, &[("PATH", path)]);
    for part in [
        "curl is not on the PATH",
        "npm is not on the PATH",
        "takes curl or npm",
        "--data DIR",
    ] {
        assert!(told.contains(part), "{part} is not in {told}");
    }
}
