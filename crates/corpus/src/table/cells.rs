//! Cells of a column of texts or of bytes, whichever of Arrow's forms they have.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;

/// A column of texts or of bytes.
#[derive(Debug, Clone, Copy)]
pub enum Cells<'a> {
    /// Texts.
    Text(&'a arrow_array::StringArray),
    /// Texts of a long column.
    LargeText(&'a arrow_array::LargeStringArray),
    /// Texts that lie where they like.
    TextView(&'a arrow_array::StringViewArray),
    /// Bytes.
    Bytes(&'a arrow_array::BinaryArray),
    /// Bytes of a long column.
    LargeBytes(&'a arrow_array::LargeBinaryArray),
    /// Bytes that lie where they like.
    BytesView(&'a arrow_array::BinaryViewArray),
    /// There is none, or it holds something else.
    None,
}

impl<'a> Cells<'a> {
    /// The cells of a column, if there is one.
    pub fn of(column: Option<&'a ArrayRef>) -> Self {
        let Some(column) = column else {
            return Self::None;
        };
        match column.data_type() {
            DataType::Utf8 => Self::Text(column.as_string()),
            DataType::LargeUtf8 => Self::LargeText(column.as_string()),
            DataType::Utf8View => Self::TextView(column.as_string_view()),
            DataType::Binary => Self::Bytes(column.as_binary()),
            DataType::LargeBinary => Self::LargeBytes(column.as_binary()),
            DataType::BinaryView => Self::BytesView(column.as_binary_view()),
            _ => Self::None,
        }
    }

    /// Whether there are cells at all.
    pub fn are_there(&self) -> bool {
        !matches!(self, Self::None)
    }

    /// Whether the cells are texts, which need no decoding.
    pub fn are_text(&self) -> bool {
        matches!(self, Self::Text(_) | Self::LargeText(_) | Self::TextView(_))
    }

    /// The bytes of a cell; `None` of one that is null or empty.
    pub fn value(&self, at: usize) -> Option<&'a [u8]> {
        let value = match self {
            Self::Text(array) => array.is_valid(at).then(|| array.value(at).as_bytes()),
            Self::LargeText(array) => array.is_valid(at).then(|| array.value(at).as_bytes()),
            Self::TextView(array) => array.is_valid(at).then(|| array.value(at).as_bytes()),
            Self::Bytes(array) => array.is_valid(at).then(|| array.value(at)),
            Self::LargeBytes(array) => array.is_valid(at).then(|| array.value(at)),
            Self::BytesView(array) => array.is_valid(at).then(|| array.value(at)),
            Self::None => None,
        };
        value.filter(|value| !value.is_empty())
    }

    /// The text of a cell; `None` of one that is null, empty or no text.
    pub fn text(&self, at: usize) -> Option<&'a str> {
        std::str::from_utf8(self.value(at)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn every_form_of_text_and_bytes_is_read() {
        let texts = [Some("page"), None, Some("")];
        let bytes = texts.map(|text| text.map(str::as_bytes));
        let columns: [ArrayRef; 6] = [
            Arc::new(arrow_array::StringArray::from_iter(texts)),
            Arc::new(arrow_array::LargeStringArray::from_iter(texts)),
            Arc::new(arrow_array::StringViewArray::from_iter(texts)),
            Arc::new(arrow_array::BinaryArray::from_iter(bytes)),
            Arc::new(arrow_array::LargeBinaryArray::from_iter(bytes)),
            Arc::new(arrow_array::BinaryViewArray::from_iter(bytes)),
        ];
        for (number, column) in columns.iter().enumerate() {
            let cells = Cells::of(Some(column));
            assert_eq!(cells.are_text(), number < 3);
            let found = [0, 1, 2].map(|at| cells.text(at));
            assert_eq!(found, [Some("page"), None, None]);
        }
        let numbers: ArrayRef = Arc::new(arrow_array::Int32Array::from(vec![1]));
        assert!(!Cells::of(Some(&numbers)).are_there());
        assert!(!Cells::of(None).are_there());
    }
}
