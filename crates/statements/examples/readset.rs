use serde_json::{Value, json};
use std::io::Write;
fn main() {
    let set = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(format!(
        "{}/{set}/texts.jsonl",
        std::env::var("SETS").unwrap_or("/work/sets".into())
    ))
    .unwrap();
    let mut out = std::io::BufWriter::new(std::io::stdout());
    let (mut bytes, mut took) = (0, std::time::Duration::ZERO);
    for line in text.lines() {
        let doc: Value = serde_json::from_str(line).unwrap();
        let body = doc["text"].as_str().unwrap();
        let lang = doc["lang"]
            .as_str()
            .map(str::to_owned)
            .unwrap_or_else(|| set[11..13].to_owned());
        let dates = khabar_article::dates::mentions(
            body,
            Some(khabar_article::dates::Moment::Day(
                "2021-12-20".parse().unwrap(),
            )),
            &lang,
        );
        let begin = std::time::Instant::now();
        let st = khabar_statements::read(body, Some(&lang), &dates);
        took += begin.elapsed();
        bytes += body.len();
        let one = |p: &Option<khabar_statements::Passage>| {
            p.iter()
                .map(|p| json!([p.begin, p.end]))
                .collect::<Vec<_>>()
        };
        let chars: Vec<char> = body.chars().collect();
        let rows: Vec<Value> = st.iter().map(|s| {
            for p in s.content.iter().chain(&s.source).chain(&s.cue).chain(&s.addressee).chain(&s.antecedent) {
                assert_eq!(chars[p.begin..p.end].iter().collect::<String>(), p.text);
            }
            json!({
            "source": one(&s.source), "antecedent": one(&s.antecedent), "cue": one(&s.cue), "addressee": one(&s.addressee),
            "content": s.content.iter().map(|p| json!([p.begin, p.end])).collect::<Vec<_>>(), "kind": s.kind,
            "when": s.when.iter().map(|w| json!([w.words.begin, w.words.end])).collect::<Vec<_>>(), "speaker": s.speaker })}).collect();
        writeln!(
            out,
            "{}",
            json!({"id": doc["id"], "lang": lang, "statements": rows})
        )
        .unwrap();
    }
    eprintln!("{:.1} MB/s", bytes as f64 / 1e6 / took.as_secs_f64());
}
