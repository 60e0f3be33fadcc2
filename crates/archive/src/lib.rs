//! From sources that are followed to one record of every report they published.
