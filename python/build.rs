//! macOS wants to be told that what the module calls of Python is found when it is loaded.

fn main() {
    pyo3_build_config::add_extension_module_link_args();
}
