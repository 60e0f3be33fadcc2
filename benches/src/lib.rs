//! `cargo bench`: how fast Khabar reads, beside other readers. The bench itself is `benches/reading.rs`.
