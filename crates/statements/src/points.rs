//! From bytes to code points and back, for offsets anywhere in a long text.

/// How many bytes lie between two marks at most.
const STEP: usize = 1024;

/// Marks along a text.
pub struct Points<'a> {
    text: &'a str,
    /// The byte and the code point of each mark.
    marks: Vec<(usize, usize)>,
}

impl<'a> Points<'a> {
    /// Walks along the text once.
    pub fn new(text: &'a str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        for (point, (byte, _)) in text.char_indices().enumerate() {
            if marks.last().is_none_or(|&(last, _)| byte - last >= STEP) {
                marks.push((byte, point));
            }
        }
        Self { text, marks }
    }

    /// How many code points stand before a byte.
    pub fn point(&self, byte: usize) -> usize {
        let behind = self.marks.partition_point(|&(b, _)| b <= byte);
        let (from, point) = behind.checked_sub(1).map_or((0, 0), |i| self.marks[i]);
        point + self.text[from..byte].chars().count()
    }

    /// The byte at which a code point starts.
    pub fn byte(&self, point: usize) -> usize {
        let behind = self.marks.partition_point(|&(_, p)| p <= point);
        let (from, first) = behind.checked_sub(1).map_or((0, 0), |i| self.marks[i]);
        let rest = &self.text[from..];
        rest.char_indices()
            .nth(point - first)
            .map_or(self.text.len(), |(at, _)| from + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let text = "خبر a ü ".repeat(400);
        let points = Points::new(&text);
        for (point, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.point(byte), point);
            assert_eq!(points.byte(point), byte);
        }
        assert_eq!(points.point(text.len()), text.chars().count());
        assert_eq!(points.byte(text.chars().count()), text.len());
    }
}
