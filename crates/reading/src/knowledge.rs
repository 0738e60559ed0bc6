//! What the reader knows before it reads: the parsed `lexicon/` and the gazetteer.
//!
//! Built once and shared by every reading. Each area of the lexicon has its own type, kept in its stage's module.

/// Everything the reader knows. Immutable once built.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// Rules for time expressions.
    pub times: crate::times::TimeWords,
    /// Words that count harm.
    pub tolls: crate::tolls::TollWords,
    /// The words that show whose statement something is.
    pub cues: crate::claims::Cues,
    /// Words that say who holds a place.
    pub ground: crate::disagreements::GroundWords,
    /// Words that tell events.
    pub events: crate::events::EventLexicon,
    /// Learned likelihoods of kinds and parts of violence.
    pub gist: crate::gist::Model,
    /// The registry of actors, common nouns, titles and forms of names.
    pub actors: crate::actors::Lexicon,
    /// Words that tell standing ties.
    pub relations: crate::relations::RelationCues,
    /// Names of places, and the words around them.
    pub places: crate::places::Atlas,
}

impl Knowledge {
    /// What is compiled into the program.
    pub fn embedded() -> Knowledge {
        Knowledge {
            cues: crate::claims::Cues::embedded(),
            ground: crate::disagreements::GroundWords::embedded(),
            events: crate::events::EventLexicon::embedded(),
            gist: crate::gist::Model::embedded(),
            actors: crate::actors::Lexicon::embedded(),
            relations: crate::relations::RelationCues::embedded(),
            times: crate::times::TimeWords::default(),
            tolls: crate::tolls::TollWords::default(),
            places: crate::places::Atlas::embedded(),
        }
    }
}
