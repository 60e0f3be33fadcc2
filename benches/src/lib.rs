//! `cargo bench`: how fast Khabar reads, beside other readers. The benches themselves are in `benches/`: `reading.rs`
//! for pages, `statements.rs` for who said what.
