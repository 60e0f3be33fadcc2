//! Every crate of the dependency graph stands under a licence that `deny.toml` allows.

use std::process::Command;

use serde_json::Value;
use spdx::{Expression, ParseMode};

#[test]
fn every_dependency_has_a_licence_we_may_pass_on() {
    let deny: toml::Table = std::fs::read_to_string(xtask::root().join("deny.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let licenses = &deny["licenses"];
    let mut wrong = Vec::new();
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        let exceptions = licenses["exceptions"].as_array().unwrap();
        let exception = exceptions
            .iter()
            .find(|e| e["crate"].as_str() == Some(name));
        let allowed = exception.map_or(&licenses["allow"], |e| &e["allow"]);
        let licence = package["license"].as_str().unwrap_or("none");
        if !is_allowed(licence, allowed.as_array().unwrap()) {
            wrong.push(format!("{name}: {licence}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_expression_is_judged_as_a_whole() {
    let allowed = [toml::Value::from("MIT"), toml::Value::from("Zlib")];
    assert!(is_allowed("MIT OR GPL-3.0", &allowed));
    assert!(is_allowed("MIT/GPL-3.0", &allowed));
    assert!(!is_allowed("MIT AND GPL-3.0", &allowed));
    assert!(!is_allowed("none", &allowed));
}

/// The packages of the lock file that this machine would build.
fn packages() -> Vec<Value> {
    let host = Command::new("rustc")
        .arg("--print=host-tuple")
        .output()
        .unwrap();
    let metadata = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version=1",
            "--locked",
            "--filter-platform",
        ])
        .arg(String::from_utf8(host.stdout).unwrap().trim())
        .current_dir(xtask::root())
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&metadata.stderr);
    assert!(metadata.status.success(), "{error}");
    let mut metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    match metadata["packages"].take() {
        Value::Array(packages) => packages,
        _ => panic!("cargo names no packages"),
    }
}

fn is_allowed(licence: &str, allowed: &[toml::Value]) -> bool {
    let Ok(expression) = Expression::parse_mode(licence, ParseMode::LAX) else {
        return false;
    };
    expression.evaluate(|asked| {
        let id = asked.license.id().map(|id| id.name);
        // An exception, as "WITH LLVM-exception", allows more than the licence it is added to.
        allowed.iter().any(|a| a.as_str() == id)
    })
}
