//! The closed classes of English and French that finding actors leans on: determiners, prepositions, particles, and the
//! few open lists of modifiers and deeds. Folded, both languages together where they cannot clash.

use std::collections::HashSet;
use std::sync::LazyLock;

/// A set of folded words.
pub struct Set(LazyLock<HashSet<&'static str>>);

impl Set {
    /// True where `word` is in the set.
    pub fn contains(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}

macro_rules! sets {
    ($($(#[$doc:meta])* $name:ident $words:literal)*) => {$(
        $(#[$doc])*
        pub static $name: Set = Set(LazyLock::new(|| $words.split_whitespace().collect()));
    )*};
}

sets! {
    /// Words that make a phrase point back.
    DEFINITE "the this that these those its their his her our your le la les l ce cet cette ces son sa ses leur leurs nos notre au aux du"
    /// Words that make it one of many.
    INDEFINITE "a an some several many un une des plusieurs quelques certains certaines any no two three four five six seven eight nine ten dozens hundreds other another such numerous"
    /// "of".
    OF "of du de des d"
    /// Prepositions after which a state is a place.
    LOCATIVE "in at near into across through throughout inside outside within around off toward towards from to en a vers dans depuis chez via onto over northern southern eastern western central nord sud est ouest northeastern northwestern southeastern southwestern neighbouring-to"
    /// Words between a preposition and a state.
    NEIGHBOUR "neighbouring neighboring nearby northern southern eastern western central northeastern northwestern southeastern southwestern voisin"
    /// Nouns of which a state is the place: "the north of Mali".
    PLACE_NOUNS "north south east west centre center capital region regions town city village border borders part parts province state coast area areas northeast northwest southeast southwest interior outside rest territory soil airspace middle heart map streets hospitals people population nord sud capitale region regions ville village frontiere frontieres partie province etat cote zone zones nordest nordouest interieur reste territoire sol coeur centre"
    /// Words for a frontier.
    BORDER "border borders frontier frontiers frontiere frontieres boundary"
    /// Words for units of a state that share its name: "Niger State".
    UNITS "state province region county department delta river valley desert island islands district governorate division prefecture city"
    /// Words that link members of a list.
    LISTING "and et or ou with"
    /// Auxiliaries, negations and the like before a verb.
    AUXILIARIES "has have had is was were are be been will would could may might did does do not n t a avait ont aura aurait est etait ne n pas s se l also"
    /// Adverbs before a verb.
    ADVERBS "also now then later again always never still already recently repeatedly officially formally quickly strongly firmly flatly long reportedly allegedly toujours aussi deja officiellement jamais fermement immediatement"
    /// Verbs by which a capital stands for its government.
    ACTS "said says say accused accuses accuse denied denies deny demanded demands asked asks announced announces rejected rejects insisted insists condemned condemns backed backs called calls warned warns agreed agrees expelled expels recalled recalls claimed claims declared declares threatened threatens hosted hosts wants wanted sees saw welcomed welcomes supports supported signed signs broke broken cut cuts severed vowed refused refuses suspended turned hopes believes blames blamed responded replied dismissed dismisses closed reopened imposed lifted sent sends ordered recognised recognized summoned suspects suspected confirmed considers considered maintains stopped ruled rejects offered offers pledged promised regards hosting accuse dement demente rejette rejete affirme exige demande annonce condamne soutient reclame refuse menace estime dit assure denonce denonce appelle rompt rompu ferme signe veut accuse reconnait confirme promis promet suspendu expulse convoque rappelle insiste nie salue decide reagi pretend pretendait pretends soutenait maintient affirmait repond repondu juge estimait ignore ignored regards regarde arming backing supporting training sheltering funding harbouring bankrolling arms backed arme abrite finance entraine heberge"
    /// Words before a capital that is dealt with as a government.
    DEALS "accuse accuses accused accusing accuse accusent blames blamed blaming urged urges urging asked told warned against contre by par backed supported pressed pressured pressuring threatened criticised criticized condemned"
    /// What a state does or sends: "American air strikes", "avions tchadiens".
    DEEDS "backing cover strike strikes airstrike airstrikes air attack attacks offensive raid raids bombardment bombing bombings shelling invasion intervention operation operations drone drones plane planes warplane warplanes aircraft jet jets helicopter helicopters missile missiles rocket rockets artillery tanks sanctions assault incursion incursions occupation blockade advance fire gunfire frappe frappes attaque attaques raid raids bombardement bombardements invasion intervention operation operations drone drones avion avions helicoptere helicopteres missile missiles artillerie blindes offensive"
    /// Words that follow a people named as a whole.
    AFTER_PEOPLE "and have has had were are was said say will who in at to also did do from of on after for with"
    /// Words that never begin a name though a sentence begins with them.
    FUNCTION "the a an in on at after before when while as but and or if for from to by with of since this that these those it its he she they we i there here according despite during following under over not no one two three four five six seven eight nine ten monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december le la les l un une des du de en au aux dans apres avant pendant selon mais et ou si pour par avec depuis ce cette ces cet il elle ils elles on nous vous je y lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre meanwhile however also read more earlier later last yesterday today"
    /// Lower-case words inside names of bodies.
    INSIDE_NAMES "of for the de du des d la le les l pour et a al el ul and"
    /// Lower-case words inside names of persons.
    PARTICLES "al el ul bin ben ibn ag ould van von der de del della da dos das di du la le abu abd ad as ash at"
    /// Modifiers that leave the noun what it is.
    MODIFIERS "caretaker deputy acting outgoing assistant information interior finance health justice education northern southern eastern western central northeastern northwestern southeastern southwestern north south east west suspected alleged armed unidentified unknown local senior top young dead wounded former regular national federal regional provincial transitional interim military civilian islamist islamic jihadist jihadi separatist rebel insurgent guerrilla government state army police security defence defense presidential anti ethnic rival allied foreign local heavily main opposition loyal elite special masked paramilitary border traffic riot royal ruling facto few some several hundreds dozens scores many other various remaining joint combined so called self defence self defense criminal street drug powerful notorious leftist marxist maoist communist right wing left far secular muslim christian shiite sunni political human rights religious traditional muslim displaced innocent unarmed captured fleeing advancing attacking invading occupying hostile terrorist extremist militant internal air ground naval nord sud ouest armes armees armee arme nationale national nationales nationaux militaire militaires locale locales local locaux securitaire securitaires rebelle rebelles islamiste islamistes jihadiste jihadistes djihadiste djihadistes terroriste terroristes presume presumes presumees presumee suspects non identifies identifie inconnus lourdement regionale regionales regional nouveau nouvelles civil civiles civils humanitaire humanitaires etranger etrangers etrangeres etrangere allies allie paramilitaires gouvernementales gouvernementaux loyalistes transitoires communautaires pro government backed led young"
    /// Modifiers that tell one band of people from another.
    MARKS "northern southern eastern western northeastern northwestern southeastern southwestern leftist marxist maoist communist shiite sunni christian muslim foreign"
    /// Words after which "to" leads to somebody dealt with.
    TURNING "turned turn turning turns appealed appeal appeals ties links link loyal close aid support opposed allied thanks sold supplied pledge pledged sympathetic hostile surrendered surrender appel demande tourne tournes tournee livre allie proche oppose favorable"
    /// Modifiers by which forces are somebody else's: "foreign forces".
    FOREIGN "foreign allied rival enemy hostile western european african multinational international regional un etranger etrangers etrangeres etrangere occidentales africaines internationales multinationales alliees"
    /// Words after which "it" or "il" stands for nobody: "it is said", "il y a".
    EXPLETIVE "is was s be would will seems seemed appears appeared took remains remained may might y est etait s faut fait n semble serait reste pleut convient importe"
    /// Offices of a part of a state, which is named by its place.
    LOCAL_OFFICES "territoire governor mayor prefect gouverneur maire prefet administrator commissioner"
    /// Nouns for a state as somebody's friend: "partenaires russes".
    PARTNERS "partner partners ally allies masters backers partenaire partenaires allie allies parrains"
    /// Participles before "by" and a leader's name.
    LED "led headed commanded ruled founded run chaired signed dirige dirigee dirigees diriges commande commandee mene menee preside presidee conduit conduite fonde fondee signe"
    /// Nouns that a preceding noun for people only modifies.
    THINGS "station stations camp camps base bases barracks post posts stronghold strongholds checkpoint checkpoints vehicle vehicles convoy convoys headquarters position positions leader leaders commander commanders chief chiefs spokesman spokeswoman spokesperson official officials source sources attack attacks assault assaults raid raids violence activity activities operation operations offensive offensives market markets building buildings school schools hospital hospitals plane planes helicopter helicopters custody uniform uniforms uniforms uprising coup insurgency war wars conflict conflicts rule ruler rulers strike strikes patrol patrols outpost outposts statement statements territory action actions training academy hostage crisis talks peace deal agreement leadership sympathiser sympathisers sympathizer sympathizers supporter supporters massacre killing killings bombing bombings bomb bombs threat threats network networks hideout hideouts ranks fire raid presence control forum policy council affairs killings ambush infighting inquiry investigation report reports post captain chief tank tanks"
}

/// True where the word is a number in digits or words.
pub fn number(word: &str) -> bool {
    const NUMBERS: &str = " one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
        sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand deux \
        trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante cinquante \
        soixante cent cents mille ";
    word.starts_with(|c: char| c.is_ascii_digit()) || (!word.is_empty() && NUMBERS.contains(&format!(" {word} ")))
}
