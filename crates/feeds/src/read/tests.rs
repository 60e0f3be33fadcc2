//! Feeds and sitemaps of all forms, whole and broken.

use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use super::read;
use crate::channel::{Announced, Channel, ChannelKind, FeedError, ReadOptions, Warning};

fn url() -> Url {
    "https://courier.example/feeds/all".parse().unwrap()
}

fn of(text: &str) -> Channel {
    read(text.as_bytes(), None, &url(), &ReadOptions::default()).unwrap()
}

fn addresses(channel: &Channel) -> Vec<&str> {
    channel
        .announced
        .iter()
        .map(|report| report.url.as_str())
        .collect()
}

fn titles(channel: &Channel) -> Vec<&str> {
    channel
        .announced
        .iter()
        .map(|report| report.title.as_deref().unwrap_or_default())
        .collect()
}

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
  xmlns:media="http://search.yahoo.com/mrss/" xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0"
  xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel>
  <title>The Coastal Courier &amp; Post</title><atom:link href="https://courier.example/feeds/all" rel="self"/>
  <atom:link rel="hub" href="https://hub.example/"/><atom:link rel="next" href="?page=2"/>
  <link>https://courier.example/</link><description>News of the <![CDATA[<b>coast</b>]]></description><language>en-us</language>
  <sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>
  <image><url>https://courier.example/logo.png</url><title>Logo</title><link>https://logo.example/</link></image>
  <item>
    <title><![CDATA[Harbour of Port Amal &#8211; <em>reopens</em>]]></title><link>https://click.example/1</link>
    <fb:origLink>https://courier.example/2026/03/02/harbour?utm_source=rss</fb:origLink>
    <guid isPermaLink="false">48213</guid><pubDate>Mon, 02 Mar 2026 09:40:00 +0200</pubDate>
    <dc:creator>Lina Haddad</dc:creator><author>berg@courier.example (Tomas Berg)</author>
    <description>The first freighters &lt;p&gt;have entered.&lt;/p&gt;</description>
    <content:encoded><![CDATA[<p>The <a href="/x">first</a> freighters</p>]]></content:encoded>
    <media:content url="https://img.example/1.jpg"><media:title>Not the title</media:title><br></media:content>
    <slash:comments>4</slash:comments><source url="https://agency.example/"><title>Agency</title></source>
  </item>
  <item><title/><guid>https://courier.example/2026/03/01/ferry</guid><link>https://courier.example/</link><pubDate>1 Mar 2026</pubDate></item>
  <item><title>Relative</title><link>/2026/02/28/fog</link><description><p>Bare<br>markup</p></description></item>
  <item><title>Mail</title><link>mailto:desk@courier.example</link></item>
  <item><title>Twice</title><link>http://www.courier.example/2026/02/28/fog/?utm_medium=rss#top</link></item>
</channel></rss>"#;

#[test]
fn rss_is_read() {
    let channel = of(RSS);
    assert_eq!(channel.kind, ChannelKind::Rss);
    assert_eq!(channel.title.as_deref(), Some("The Coastal Courier & Post"));
    assert_eq!(
        channel.home.as_ref().map(Url::as_str),
        Some("https://courier.example/")
    );
    assert_eq!(channel.language.as_deref(), Some("en-us"));
    assert_eq!(channel.interval, Some(Duration::from_mins(30)));
    assert_eq!(
        channel.warnings,
        [Warning::NoAddress(1), Warning::Doubles(1)]
    );
    assert_eq!(
        addresses(&channel),
        [
            "https://courier.example/2026/03/02/harbour?utm_source=rss",
            "https://courier.example/2026/03/01/ferry",
            "https://courier.example/2026/02/28/fog"
        ]
    );
    let first = &channel.announced[0];
    let expected = Announced {
        url: first.url.clone(),
        title: Some("Harbour of Port Amal – reopens".into()),
        published: first.published,
        updated: None,
        guid: Some("48213".into()),
        summary: Some("The first freighters have entered.".into()),
        content_html: Some(r#"<p>The <a href="/x">first</a> freighters</p>"#.into()),
        language: None,
        authors: vec!["Lina Haddad".into(), "Tomas Berg".into()],
        place: 0,
    };
    assert_eq!(first, &expected);
    assert_eq!(
        first.published.unwrap().to_string(),
        "2026-03-02T09:40:00+02:00"
    );
    assert_eq!(channel.announced[1].title, None);
    assert_eq!(
        channel.announced[1].published.unwrap().to_string(),
        "2026-03-01"
    );
    assert_eq!(channel.announced[2].summary.as_deref(), Some("Bare markup"));
}

#[test]
fn older_rss_is_read() {
    let channel = of(
        r#"<?xml version="1.0"?><rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://a.example/"><title>朝刊</title><link>https://a.example/</link>
        <dc:language>ja</dc:language><items><rdf:Seq><rdf:li rdf:resource="https://a.example/1"/></rdf:Seq></items></channel>
        <item rdf:about="https://a.example/1"><title>港が再開</title><link>https://a.example/1</link><dc:date>2026-03-02T09:40+09:00</dc:date></item>
        <item rdf:about="https://a.example/2"><dc:title>二</dc:title></item></rdf:RDF>"#,
    );
    assert_eq!(
        (channel.title.as_deref(), channel.language.as_deref()),
        (Some("朝刊"), Some("ja"))
    );
    assert_eq!(
        addresses(&channel),
        ["https://a.example/1", "https://a.example/2"]
    );
    assert_eq!(titles(&channel), ["港が再開", "二"]);
    assert_eq!(
        channel.announced[0].published.unwrap().to_string(),
        "2026-03-02T09:40:00+09:00"
    );
    let channel = of(
        "<rss version='0.91'><channel><ttl>60</ttl><item><TITLE>A</TITLE><Link> /a </Link></item></channel></rss>",
    );
    assert_eq!(addresses(&channel), ["https://courier.example/a"]);
    assert_eq!(channel.interval, Some(Duration::from_hours(1)));
    assert!(channel.warnings.is_empty(), "{:?}", channel.warnings);
}

#[test]
fn atom_is_read() {
    let channel = of(
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://blatt.example/x/"><title type="html">K&amp;uuml;stenbote</title>
        <link href="." rel="alternate"/><link rel="self" href="feed"/><link rel="next" href="feed?p=2"/><id>urn:1</id>
        <entry><title type="text">1 &lt; 2</title><link rel="self" href="entry.xml"/><link rel="enclosure" href="a.mp3"/>
          <link rel="alternate" type="application/json" href="a.json"/><link rel="alternate" type="text/html" href="a.html"/><id>tag:blatt.example,2026:1</id>
          <published>2026-03-02T09:40:00Z</published><updated>2026-03-02T10:00:00Z</updated><author><name>Ines Vogt</name><email>i@blatt.example</email></author>
          <summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Die <b>ersten</b> Frachter</div></summary>
          <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text &amp; mehr</p></div></content>
          <source><title>Nicht dies</title><id>x</id></source></entry>
        <entry xml:base="https://blatt.example/y/" xml:lang="fr"><title/><link href="b.html"/><content type="image/png">iVBORw0KGgo=</content></entry>
        <entry><title type="xhtml"><div>Ein <i>Titel</i></div></title><id>https://blatt.example/c</id><content src="https://blatt.example/c.html"/></entry>
        </feed>"#,
    );
    assert_eq!(channel.kind, ChannelKind::Atom);
    assert_eq!(channel.title.as_deref(), Some("Küstenbote"));
    assert_eq!(channel.language.as_deref(), Some("de"));
    assert_eq!(
        channel.home.as_ref().map(Url::as_str),
        Some("https://blatt.example/x/")
    );
    assert_eq!(
        addresses(&channel),
        [
            "https://blatt.example/x/a.html",
            "https://blatt.example/y/b.html",
            "https://blatt.example/c.html"
        ]
    );
    assert_eq!(titles(&channel), ["1 < 2", "", "Ein Titel"]);
    let first = &channel.announced[0];
    assert_eq!(first.authors, ["Ines Vogt"]);
    assert_eq!(first.summary.as_deref(), Some("Die ersten Frachter"));
    assert!(
        first
            .content_html
            .as_deref()
            .unwrap()
            .contains("<p>Text &amp; mehr</p>")
    );
    assert_eq!(first.updated.unwrap().to_string(), "2026-03-02T10:00:00Z");
    assert_eq!(channel.announced[1].language.as_deref(), Some("fr"));
    assert_eq!(channel.announced[1].content_html, None);
    assert!(channel.warnings.is_empty(), "{:?}", channel.warnings);
}

#[test]
fn prefixed_atom_is_read() {
    let channel = of(
        r#"<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>T</a:title><a:entry><a:title>E</a:title><a:link href="/e"/></a:entry></a:feed>"#,
    );
    assert_eq!(
        (channel.kind, titles(&channel)),
        (ChannelKind::Atom, vec!["E"])
    );
}

#[test]
fn json_feeds_are_read() {
    let channel = of(
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"Courier","home_page_url":"https://courier.example/en/","language":"en",
        "next_url":"/2.json","hubs":[{"type":"WebSub","url":"https://hub.example/"}],"items":[
        {"id":"1","url":"a","title":"1 < 2 & 3","content_text":"<plain>","date_published":"2026-03-02T09:40:00+02:00","authors":[{"name":"Lina"},{"url":"x"}]},
        {"id":2,"external_url":"https://b.example/","content_html":"<p>b"},{"id":"https://courier.example/c","author":{"name":"Old"}},{"title":"none"},7]}"#,
    );
    assert_eq!(channel.kind, ChannelKind::JsonFeed);
    assert_eq!(
        addresses(&channel),
        [
            "https://courier.example/en/a",
            "https://b.example/",
            "https://courier.example/c"
        ]
    );
    assert_eq!(titles(&channel), ["1 < 2 & 3", "", ""]);
    assert_eq!(
        channel.announced[0].content_html.as_deref(),
        Some("&lt;plain&gt;")
    );
    assert_eq!(channel.announced[1].guid.as_deref(), Some("2"));
    assert_eq!(channel.announced[2].authors, ["Old"]);
    assert_eq!(channel.warnings, [Warning::NoAddress(1)]);
}

#[test]
fn sitemaps_are_read() {
    let channel = of(
        r#"<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
        <url><loc> https://courier.example/a?x=1&amp;y=2 </loc><image:image><image:loc>https://img.example/1.jpg</image:loc><image:title>No</image:title></image:image>
          <n:news><n:publication><n:name>Courier</n:name><n:language>en</n:language></n:publication>
          <n:publication_date>2026-03-02</n:publication_date><n:title>Harbour &amp; quay</n:title></n:news></url>
        <url><loc>https://courier.example/b</loc><lastmod>2026-03-01T10:00:00Z</lastmod></url></urlset>"#,
    );
    assert_eq!(channel.kind, ChannelKind::NewsSitemap);
    assert_eq!(
        addresses(&channel),
        [
            "https://courier.example/a?x=1&y=2",
            "https://courier.example/b"
        ]
    );
    assert_eq!(titles(&channel), ["Harbour & quay", ""]);
    assert_eq!(
        channel.announced[0].published.unwrap().to_string(),
        "2026-03-02"
    );
    assert_eq!(channel.announced[0].language.as_deref(), Some("en"));
    assert_eq!(
        channel.announced[1].updated.unwrap().to_string(),
        "2026-03-01T10:00:00Z"
    );
    assert!(channel.warnings.is_empty(), "{:?}", channel.warnings);
    let index = of(
        "<sitemapindex><sitemap><loc>https://courier.example/s1.xml.gz</loc><lastmod>2026-03-01</lastmod></sitemap><sitemap><loc>x:</loc></sitemap></sitemapindex>",
    );
    assert_eq!(index.kind, ChannelKind::SitemapIndex);
    assert_eq!(index.more.len(), 1);
    assert_eq!(index.more[0].updated.unwrap().to_string(), "2026-03-01");
    assert_eq!(index.warnings, [Warning::NoAddress(1)]);
}

#[test]
fn broken_markup_gives_what_can_be_had() {
    for (about, text, expected, warnings) in [
        (
            "unescaped signs and unknown entities",
            "<rss><channel><title>Q & A</title><item><title>Fish & chips &nbsp;&foo; 1 < 2</title><link>https://a.example/?a=1&b=2</link></item></channel></rss>",
            vec![("Fish & chips &foo; 1 < 2", "https://a.example/?a=1&b=2")],
            vec![],
        ),
        (
            "garbage before",
            "\u{feff}\n\n<br />\n<b>Notice</b>: x in y on line 3<!-- <html> --><?xml version='1.0'?><rss><channel><item><link>/a</link><title>A</title></item></channel></rss> trailing",
            vec![("A", "https://courier.example/a")],
            vec![Warning::LeadingGarbage],
        ),
        (
            "cut within an item",
            "<rss><channel><item><title>A</title><link>/a</link></item><item><title>B</title><link>/b</link><description><![CDATA[The fir",
            vec![
                ("A", "https://courier.example/a"),
                ("B", "https://courier.example/b"),
            ],
            vec![Warning::Truncated],
        ),
        (
            "cut within a tag",
            "<rss><channel><item><title>A</title><link>/a</link></item><item><title>B</title><li",
            vec![("A", "https://courier.example/a")],
            vec![Warning::Truncated, Warning::NoAddress(1)],
        ),
        (
            "an item that is not closed",
            "<rss><channel><item><title>A</title><link>/a</link><item><title>B</title><link>/b</link></item></channel></rss>",
            vec![
                ("A", "https://courier.example/a"),
                ("B", "https://courier.example/b"),
            ],
            vec![],
        ),
        (
            "a title that is not closed",
            "<rss><channel><item><link>/a</link><title>A</item><item><title>B</title><link>/b</link></item></channel></rss>",
            vec![
                ("A", "https://courier.example/a"),
                ("B", "https://courier.example/b"),
            ],
            vec![],
        ),
        (
            "a title that ends where the next item begins",
            "<rss><channel><item><link>/a</link><title>A<item><title>B</title><link>/b</link></item></channel></rss>",
            vec![
                ("A", "https://courier.example/a"),
                ("B", "https://courier.example/b"),
            ],
            vec![],
        ),
        (
            "a link that ends where the next entry begins, which has a base",
            "<feed><entry><title>A</title><link href='/a'><entry xml:base='/x/'><title>B</title><link href='b'/></entry></feed>",
            vec![
                ("A", "https://courier.example/a"),
                ("B", "https://courier.example/x/b"),
            ],
            vec![],
        ),
        (
            "an author who ends where the next entry begins",
            "<feed><entry><title>A</title><link href='/a'/><author><name>Ines</name><entry><title>B</title><link href='/b'/></entry></feed>",
            vec![
                ("A", "https://courier.example/a"),
                ("B", "https://courier.example/b"),
            ],
            vec![],
        ),
        (
            "CDATA that is not closed",
            "<rss><channel><item><link>/a</link><title><![CDATA[A</title></item><item><title>B</title><link>/b</link></item></channel></rss>",
            vec![
                ("", "https://courier.example/a"),
                ("B", "https://courier.example/b"),
            ],
            vec![Warning::BrokenMarkup(1)],
        ),
    ] {
        let channel = of(text);
        let found: Vec<_> = titles(&channel)
            .into_iter()
            .zip(addresses(&channel))
            .collect();
        assert_eq!(found, expected, "{about}");
        assert_eq!(channel.warnings, warnings, "{about}");
    }
}

#[test]
fn a_field_that_is_not_closed_stays_with_what_it_is_of() {
    let channel = of(
        "<rss><channel><title>Courier<item><link>/a</link><author>Ines<item xml:lang='fr'><link>/b</link></item></channel></rss>",
    );
    assert_eq!(channel.title.as_deref(), Some("Courier"));
    let [first, second] = channel.announced.as_slice() else {
        panic!("{:?}", channel.announced)
    };
    assert_eq!(first.authors, ["Ines"]);
    assert_eq!((second.authors.len(), &second.title), (0, &None));
    assert_eq!(second.language.as_deref(), Some("fr"));
}

#[test]
fn sitemaps_beyond_the_limit_are_counted_as_such() {
    let sitemaps: Vec<String> = (0..=50_000)
        .map(|n| format!("<sitemap><loc>/{n}</loc></sitemap>"))
        .collect();
    let index = of(&format!(
        "<sitemapindex><sitemap><loc>x:</loc></sitemap>{}</sitemapindex>",
        sitemaps.concat()
    ));
    assert_eq!(index.more.len(), 50_000);
    assert_eq!(index.warnings, [Warning::NoAddress(1), Warning::TooMany(1)]);
}

#[test]
fn encodings_are_found_out() {
    let feed = "<?xml version='1.0' encoding='UTF-8'?><rss><channel><item><title>Мэр открыл второй мост через реку</title><link>/a</link></item></channel></rss>";
    // The letters of windows-1251, under the name of another encoding.
    let bytes: Vec<u8> = feed
        .chars()
        .map(|c| match c {
            'А'..='я' => (c as u32 - 'А' as u32 + 0xc0) as u8,
            c => c as u8,
        })
        .collect();
    let channel = read(&bytes, None, &url(), &ReadOptions::default()).unwrap();
    assert_eq!(titles(&channel), ["Мэр открыл второй мост через реку"]);
    assert_eq!(channel.warnings, [Warning::EncodingMislabelled]);
    let named = feed.replace("UTF-8", "windows-1251");
    let channel = read(
        named.as_bytes(),
        Some("text/xml; charset=\"iso-8859-1\""),
        &url(),
        &ReadOptions::default(),
    )
    .unwrap();
    assert_eq!(titles(&channel), ["Мэр открыл второй мост через реку"]);
}

#[test]
fn a_guid_that_all_share_names_none() {
    let items: Vec<String> = (0..5)
        .map(|n| format!("<item><guid>https://courier.example/</guid><link>/{n}</link></item>"))
        .collect();
    assert_eq!(
        of(&format!("<rss><channel>{}</channel></rss>", items.concat()))
            .announced
            .len(),
        5
    );
    let moved = "<rss><channel><item><guid isPermaLink='false'>7</guid><link>/a</link></item><item><guid isPermaLink='false'>7</guid><link>/b</link></item></channel></rss>";
    assert_eq!(addresses(&of(moved)), ["https://courier.example/a"]);
}

#[test]
fn the_newest_are_kept() {
    let items: Vec<String> = (0..50_000)
        .map(|n| format!("<item><title>Report {n}</title><link>https://a.example/{n}</link><pubDate>2026-01-{:02}T00:00:00Z</pubDate></item>", n % 28 + 1))
        .collect();
    let feed = format!("<rss><channel>{}</channel></rss>", items.concat());
    let now: Timestamp = "2026-01-27T12:00:00Z".parse().unwrap();
    let options = ReadOptions {
        now: Some(now),
        announced: 2_000,
        ..ReadOptions::default()
    };
    let channel = read(feed.as_bytes(), None, &url(), &options).unwrap();
    assert_eq!(channel.announced.len(), 2_000);
    assert!(channel.announced.is_sorted_by_key(|report| report.place));
    assert!(
        channel
            .announced
            .iter()
            .all(|report| report.published.unwrap().day().day() >= 27)
    );
    assert_eq!(channel.warnings[0], Warning::TooMany(48_000));
    assert!(matches!(channel.warnings[1], Warning::FutureDate(1_700..)));
}

#[test]
fn bombs_do_not_go_off() {
    let entities: Vec<String> = (1..20)
        .map(|n| format!("<!ENTITY a{n} \"&a{};&a{};\">", n - 1, n - 1))
        .collect();
    let bomb = format!(
        "<!DOCTYPE rss [<!ENTITY a0 \"ha\">{}]><rss><channel><item><title>&a19;</title><link>/a</link></item></channel></rss>",
        entities.concat()
    );
    assert_eq!(titles(&of(&bomb)), ["&a19;"]);
    let deep = format!(
        "<rss><channel>{}<item><link>/a</link></item>",
        "<x>".repeat(300_000)
    );
    of(&deep);
    of(&format!(
        "<rss><channel><item><title>{}",
        "<title>".repeat(300_000)
    ));
    of(&format!(
        "<rss><channel>{}",
        "<item><![CDATA[".repeat(100_000)
    ));
    of(&format!("<rss><channel>{}", "<!--<item>".repeat(100_000)));
    of(&format!(
        "<rss {}><channel>",
        "xml:base='/a' ".repeat(50_000)
    ));
    let json = format!("{{\"items\":{}", "[".repeat(100_000));
    assert!(matches!(
        read(json.as_bytes(), None, &url(), &ReadOptions::default()),
        Err(FeedError::Json { .. })
    ));
}

#[test]
fn what_is_no_feed_is_named() {
    let of = |text: &str| read(text.as_bytes(), None, &url(), &ReadOptions::default()).unwrap_err();
    assert!(matches!(of("<!----><!-->"), FeedError::Unknown { .. }));
    assert!(matches!(of(" \n"), FeedError::Empty { .. }));
    assert!(matches!(
        of("<!-- x --><!DOCTYPE HTML><html>"),
        FeedError::Page { .. }
    ));
    assert!(matches!(of("<div>Not found</div>"), FeedError::Page { .. }));
    assert!(matches!(
        of("<opml><body/></opml>"),
        FeedError::Subscriptions { .. }
    ));
    assert!(matches!(of("{\"error\": 404}"), FeedError::Unknown { .. }));
    assert!(matches!(of("not found"), FeedError::Unknown { .. }));
    let small = ReadOptions {
        bytes: 3,
        ..ReadOptions::default()
    };
    assert!(matches!(
        read(b"<rss>", None, &url(), &small),
        Err(FeedError::TooLarge { limit: 3, .. })
    ));
}
