//! The names an outlet goes by.

use super::text::solid;

/// A name of the outlet.
#[derive(Debug, Clone)]
pub struct Site {
    /// As it is written.
    pub name: String,
    /// Its letters and digits.
    pub solid: String,
}

impl Site {
    /// An outlet of this name.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            solid: solid(&name),
            name,
        }
    }

    /// Whether the letters of "DW" or "DW.COM" are those a name begins its words with.
    fn is_short_for(&self, name: &str) -> bool {
        let label = self.name.split('.').next().unwrap_or(&self.name);
        let initials = || {
            name.split_whitespace()
                .filter_map(|word| word.chars().next())
        };
        initials().nth(1).is_some() && initials().eq(label.chars()) && label == label.to_uppercase()
    }
}

/// Whether a name is the outlet's: the same letters, the outlet's name and a word such as "Online", or what the initials
/// that the outlet goes by stand for.
pub(super) fn is_outlet(name: &str, sites: &[Site]) -> bool {
    let letters = solid(name);
    sites.iter().any(|site| {
        let solid = &site.solid;
        let is_in = || {
            solid.len() > 2 && letters.len() <= solid.len() + 12 && letters.contains(solid.as_str())
        };
        site.is_short_for(name) || (!solid.is_empty() && (letters == *solid || is_in()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outlet_goes_by_its_initials() {
        for (name, site, expected) in [
            ("Harbour Broadcasting Company", "HBC", true),
            ("Harbour Wave", "HW.EXAMPLE", true),
            ("Ann Lee", "al.example", false),
            ("Ann", "A", false),
            ("The Harbour Post Online", "Harbour Post", true),
        ] {
            assert_eq!(is_outlet(name, &[Site::new(site)]), expected, "{name}");
        }
    }
}
