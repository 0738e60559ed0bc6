//! What the record promises: any order of adding, any size of batch, adding twice and a rebuild end in the same exports;
//! judgements are kept and can be undone; foreign files are named for what they are. What breaks under a writer stands in `faults.rs`.

use std::path::PathBuf;
use tarikh::contract::Reading;
use tarikh::made_up::{Dice, World};
use tarikh::{Decision, Fault, Filter, Record, export};

fn readings(seed: u64, count: usize) -> Vec<Reading> {
    World::new(seed).readings(count, 20)
}

fn file(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("tarikh-record-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("{name}{end}")));
    }
    path
}

/// Every incident in every form.
fn exports(record: &Record) -> String {
    let mut out = String::new();
    let forms = [
        export::table(),
        export::csv(),
        export::geojson(),
        export::acled(),
        export::ged(),
        export::plover(),
        export::hxl(),
    ];
    for incident in record.incidents(&Filter::default(), None).unwrap() {
        out.push_str(&serde_json::to_string(&incident).unwrap());
        out.push('\n');
        forms.iter().filter_map(|f| (f.row)(&incident)).for_each(|row| out.push_str(&row));
    }
    for actor in record.actors(None).unwrap() {
        out.push_str(&serde_json::to_string(&actor).unwrap());
    }
    for doubt in record.doubts(1000).unwrap() {
        out.push_str(&serde_json::to_string(&doubt).unwrap());
    }
    out
}

fn filled(list: &[Reading], batch: usize) -> Record {
    let mut record = Record::in_memory().unwrap();
    for part in list.chunks(batch) {
        record.add(part.to_vec()).unwrap();
    }
    record
}

#[test]
fn any_order_and_any_batch_end_in_the_same_exports() {
    let mut dice = Dice::new(7);
    for round in 0..200 {
        let mut list = readings(round % 8, 14);
        let expected = exports(&filled(&list, 14));
        dice.shuffle(&mut list);
        let record = filled(&list, 1 + dice.below(14));
        assert!(expected == exports(&record), "order {round} gave other exports");
    }
}

#[test]
fn adding_twice_and_rebuilding_change_nothing() {
    let list = readings(3, 60);
    let mut record = filled(&list, 25);
    let before = exports(&record);
    let again = record.add(list.clone()).unwrap();
    assert_eq!((again.new, again.known), (0, 60));
    assert_eq!(before, exports(&record));
    record.rebuild().unwrap();
    assert!(before == exports(&record), "a rebuild gave other exports");
    assert_eq!(record.check(true).unwrap(), []);
}

#[test]
fn a_reading_comes_back_as_it_was_saved() {
    let list = readings(5, 30);
    let record = filled(&list, 30);
    for (row, reading) in record.to_reread(true).unwrap().into_iter().zip(&list) {
        assert_eq!(&record.reading(row).unwrap(), reading);
    }
}

#[test]
fn rereading_the_same_changes_nothing() {
    let list = readings(11, 40);
    let mut record = filled(&list, 40);
    let before = exports(&record);
    let rows = record.to_reread(true).unwrap();
    let same: Vec<_> = rows.into_iter().map(|row| (row, record.reading(row).unwrap())).collect();
    record.replace(same).unwrap();
    assert!(before == exports(&record), "rereading gave other exports");
    assert_eq!(record.check(true).unwrap(), []);
}

#[test]
fn judgements_are_kept_replayed_and_undone() {
    let list = readings(2, 80);
    let mut record = filled(&list, 80);
    let before = exports(&record);
    let all = record.incidents(&Filter::default(), None).unwrap();
    let (a, b) = (&all[0], &all[1]);
    let joined = record.judge(Decision::Join(a.id.clone(), b.id.clone()), "A. Reader", "one raid").unwrap();
    let both = record.incidents(&Filter::default(), None).unwrap();
    assert_eq!(both.len(), all.len() - 1);
    let graded = record.judge(Decision::Grade("Paper 1".into(), 'A'), "A. Reader", "").unwrap();
    assert!(record.judge(Decision::Grade("No Such Paper".into(), 'A'), "A. Reader", "").is_err());
    let big = both.iter().find(|i| i.reports.len() > 2 && i.reports[0].report != i.reports[1].report).unwrap();
    let split = record.judge(Decision::Split(big.id.clone(), big.reports[1].report.clone()), "A. Reader", "").unwrap();
    let target = record.incidents(&Filter::default(), None).unwrap()[0].id.clone();
    let corrected =
        record.judge(Decision::Correct(target.clone(), "place".into(), "Elsewhere".into()), "A. Reader", "").unwrap();
    let shown = record.show(&target).unwrap().unwrap();
    assert_eq!(shown.place.as_ref().unwrap().name, "Elsewhere");
    assert_eq!(shown.corrections, ["place = Elsewhere (A. Reader)"]);
    let judged = exports(&record);
    record.rebuild().unwrap();
    assert!(judged == exports(&record), "a rebuild forgot a judgement");
    for number in [corrected, split, graded, joined] {
        record.judge(Decision::Undo(number), "A. Reader", "").unwrap();
    }
    assert!(before == exports(&record), "undoing left something behind");
    assert_eq!(record.judgements().unwrap().len(), 8);
}

#[test]
fn an_earlier_day_can_be_asked_for() {
    let list = readings(4, 60);
    let record = filled(&list, 60);
    let days: Vec<_> = list.iter().filter_map(|r| r.report.published.clone()).collect();
    let day = days.iter().min().unwrap();
    let early: Vec<_> = list.iter().filter(|r| r.report.published.as_ref() <= Some(day)).cloned().collect();
    let past = record.as_of(day).unwrap();
    assert_eq!(exports(&past), exports(&filled(&early, 60)));
    assert!(past.size().unwrap().0 < 60);
}

#[test]
fn what_a_file_knew_on_a_day_equals_a_record_of_that_day() {
    let list = readings(11, 150);
    let path = file("days.gpkg");
    let mut record = Record::open_or_create(&path).unwrap();
    record.add(list.clone()).unwrap();
    record.close().unwrap();
    let days: std::collections::BTreeSet<_> = list.iter().filter_map(|r| r.report.published.clone()).collect();
    assert!(days.len() > 3);
    for read_only in [true, false] {
        let record = if read_only { Record::open_read_only(&path) } else { Record::open(&path) }.unwrap();
        for day in &days {
            let early: Vec<_> = list.iter().filter(|r| r.report.published.as_ref() <= Some(day)).cloned().collect();
            let (past, made) = (record.as_of(day).unwrap(), filled(&early, 60));
            assert!(exports(&past) == exports(&made), "as of {day}");
            assert_eq!(past.size().unwrap(), made.size().unwrap());
            let named = |r: &Record| r.actors(None).unwrap().into_iter().map(|a| (a.id, a.name)).collect::<Vec<_>>();
            assert_eq!(named(&past), named(&made));
            assert_eq!(past.ties(None).unwrap().len(), made.ties(None).unwrap().len());
            assert_eq!(past.sources().unwrap().len(), made.sources().unwrap().len());
            for i in made.incidents(&Filter::default(), None).unwrap().iter().take(5) {
                let words = i.place.as_ref().map(|p| p.name.clone()).unwrap_or_default();
                let found = |r: &Record| r.incidents_with(&words).unwrap().len();
                assert_eq!(found(&past), found(&made), "{words}");
            }
        }
    }
    // What people decided later did not count yet.
    let mut record = Record::open(&path).unwrap();
    let first = record.incidents(&Filter::default(), None).unwrap().remove(0);
    record.judge(Decision::Correct(first.id, "place".into(), "Elsewhere".into()), "A. Reader", "").unwrap();
    let day = days.last().unwrap();
    assert!(
        record
            .as_of(day)
            .unwrap()
            .incidents(&Filter::default(), None)
            .unwrap()
            .iter()
            .all(|i| i.corrections.is_empty())
    );
}

#[test]
fn files_that_are_no_record_are_named_for_what_they_are() {
    let path = file("whole.gpkg");
    let mut record = Record::open_or_create(&path).unwrap();
    record.add(readings(1, 20)).unwrap();
    record.close().unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let open = |name: &str, bytes: &[u8]| {
        let path = file(name);
        std::fs::write(&path, bytes).unwrap();
        Record::open(&path).err().expect("a file that is no record was opened")
    };
    assert!(matches!(open("text.gpkg", b"a letter"), Fault::Foreign { .. }));
    assert!(matches!(open("empty.gpkg", b""), Fault::Foreign { .. }));
    assert!(matches!(open("cut.gpkg", &bytes[..bytes.len() / 2]), Fault::Truncated { .. }));
    assert!(matches!(Record::open(&file("none.gpkg")).err(), Some(Fault::Missing { .. })));
    let newer = file("newer.gpkg");
    std::fs::write(&newer, &bytes).unwrap();
    let db = record::rusqlite::Connection::open(&newer).unwrap();
    db.execute("UPDATE record_meta SET value = '99' WHERE name = 'schema'", []).unwrap();
    drop(db);
    assert!(matches!(Record::open(&newer).err(), Some(Fault::Newer { found: 99, .. })));
    // Damage inside must be told, never break the program.
    for at in (200..bytes.len()).step_by(bytes.len() / 12) {
        let mut hurt = bytes.clone();
        let end = (at + 64).min(hurt.len());
        hurt[at..end].fill(0xA5);
        let path = file("hurt.gpkg");
        std::fs::write(&path, &hurt).unwrap();
        if let Ok(record) = Record::open(&path) {
            let _ = record.check(true);
            let _ = record.incidents(&Filter::default(), None);
        }
    }
}

#[test]
fn records_of_every_schema_open_for_ever() {
    let first: &[u8] = include_bytes!("../../record/tests/old/v1.gpkg");
    let third: &[u8] = include_bytes!("../../record/tests/old/v3.gpkg");
    for (name, bytes, word, graded) in [("v1.gpkg", first, "Er Rahad", 1), ("v3.gpkg", third, "Bamako", 0)] {
        let path = file(name);
        std::fs::write(&path, bytes).unwrap();
        let mut record = Record::open(&path).unwrap();
        assert_eq!(record.size().unwrap().0, 3, "{name}");
        assert_eq!(record.check(true).unwrap(), [], "{name}: an old record is whole");
        let told = exports(&record);
        assert!(told.contains(word) && told.contains("assault"), "{name}: {told}");
        let grades = record.sources().unwrap().iter().filter(|s| s.grade == Some('B')).count();
        assert_eq!(grades, graded, "{name}: a judgement went lost");
        let added = record.add(readings(5, 30)).unwrap();
        assert_eq!(added.new, 30, "{name}");
        let grown = exports(&record);
        record.rebuild().unwrap();
        assert!(grown == exports(&record), "{name}: an old record that was added to differs from its rebuild");
        record.close().unwrap();
    }
}

/// Readings in which some reports call a group by an acronym, some by its full name, and some by both.
fn with_acronyms(list: Vec<Reading>) -> Vec<Reading> {
    let mut list = list;
    for (i, r) in list.iter_mut().enumerate() {
        for a in r.actors.iter_mut().filter(|a| a.name.contains(' ') && a.kind == tarikh::types::ActorKind::ArmedGroup)
        {
            let acronym: String = a.name.split(' ').filter_map(|w| w.chars().next()).chain(['X']).collect();
            let acronym = acronym.to_uppercase();
            match i % 5 {
                0 => a.names = vec![a.name.clone(), acronym],
                1 | 2 => (a.names, a.name) = (vec![acronym.clone()], acronym),
                _ => {}
            }
        }
    }
    list
}

#[test]
fn an_acronym_that_one_report_explains_is_understood_in_all() {
    let list = with_acronyms(readings(5, 80));
    let whole = filled(&list, 80);
    let acronyms: std::collections::BTreeSet<_> =
        list.iter().flat_map(|r| &r.actors).filter(|a| !a.name.contains(' ')).map(|a| a.name.clone()).collect();
    // Actors of which nothing but an acronym is known.
    let bare = |record: &Record| {
        let actors = record.actors(None).unwrap();
        actors.iter().filter(|a| a.names.iter().all(|n| acronyms.contains(n))).count()
    };
    let unexplained: Vec<_> = list.iter().filter(|r| r.actors.iter().all(|a| a.names.len() < 2)).cloned().collect();
    assert!(bare(&whole) < bare(&filled(&unexplained, 80)), "no acronym was understood");
    let mut dice = Dice::new(3);
    for round in 0..20 {
        let mut list = list.clone();
        dice.shuffle(&mut list);
        assert!(exports(&filled(&list, 1 + round * 4)) == exports(&whole), "round {round}");
    }
    let path = file("acronyms.gpkg");
    let mut record = Record::open_or_create(&path).unwrap();
    record.add(list.clone()).unwrap();
    for day in list.iter().filter_map(|r| r.report.published.clone()).collect::<std::collections::BTreeSet<_>>() {
        let early: Vec<_> = list.iter().filter(|r| r.report.published.as_ref() <= Some(&day)).cloned().collect();
        assert!(exports(&record.as_of(&day).unwrap()) == exports(&filled(&early, 60)), "as of {day}");
    }
    assert_eq!(record.check(true).unwrap(), []);

    // Two full names for one acronym explain nothing, and a reading that goes takes its explanation with it.
    let explains = list.iter().find(|r| r.actors.iter().any(|a| a.names.len() == 2)).unwrap().clone();
    let mut other = explains.clone();
    other.report.id = "another-name".into();
    for a in other.actors.iter_mut().filter(|a| a.names.len() == 2) {
        let name = "Wholly Different League".to_string();
        (a.names, a.name) = (vec![name.clone(), a.names[1].clone()], name);
    }
    let mut torn = filled(&list, 80);
    torn.add(vec![other]).unwrap();
    assert!(bare(&torn) > bare(&whole), "two names for one acronym were taken for one");
    let row =
        torn.to_reread(true).unwrap().into_iter().find(|row| torn.report(*row).unwrap().id == "another-name").unwrap();
    let mut silent = torn.reading(row).unwrap();
    silent.actors.clear();
    silent.events.clear();
    silent.relations.clear();
    torn.replace(vec![(row, silent)]).unwrap();
    assert_eq!(bare(&torn), bare(&whole));
}

#[test]
fn a_record_is_read_while_others_open_and_close_it() {
    let path = file("busy.gpkg");
    let mut list = readings(9, 60);
    Record::open_or_create(&path).unwrap().add(list.split_off(20)).unwrap();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !done.load(std::sync::atomic::Ordering::Relaxed) {
                    let record = Record::open_read_only(&path).unwrap();
                    for _ in 0..20 {
                        let all = record.at_once(|r| r.incidents(&Filter::default(), None)).unwrap();
                        assert!(!all.is_empty());
                    }
                }
            });
        }
        for reading in list {
            let mut record = Record::open(&path).unwrap();
            record.add(vec![reading]).unwrap();
            record.close().unwrap();
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    assert_eq!(Record::open(&path).unwrap().check(true).unwrap(), []);
}

#[test]
fn a_forecast_is_open_until_a_later_report_or_its_day_answers_it() {
    use tarikh::types::Realis;
    let told =
        readings(1, 40).into_iter().find(|r| r.events.len() == 1 && r.actors.iter().any(|a| a.name.contains(' ')));
    let told = told.unwrap();
    let day = told.events[0].when.clone().unwrap().start;
    let before = |days: i32| {
        let day: tarikh::types::Date = day.parse().unwrap();
        day.checked_sub(tarikh::types::days(days)).unwrap().to_string()
    };
    let mut foretold = told.clone();
    foretold.report.id = "foretold".into();
    foretold.report.source = Some("The Almanac".into());
    foretold.report.published = Some(before(9));
    foretold.events[0].realis = Realis::Expected;
    foretold.events[0].tolls.clear();
    let when = foretold.events[0].when.as_mut().unwrap();
    (when.start, when.end) = (before(8), before(-8));
    let outcomes = |list: &[&Reading]| -> Vec<Option<String>> {
        let record = filled(&list.iter().map(|r| (*r).clone()).collect::<Vec<_>>(), 9);
        let all = record.incidents(&Filter::default(), None).unwrap();
        all.into_iter().filter(|i| i.reports.iter().any(|m| m.report == "foretold")).map(|i| i.outcome).collect()
    };
    let some = |word: &str| vec![Some(word.to_string())];
    assert_eq!(outcomes(&[&foretold]), some("open"));
    assert_eq!(outcomes(&[&foretold, &told]), some("fulfilled"));
    // Somebody else, far away and much later: the day has passed without.
    let mut other = told.clone();
    other.report.id = "other".into();
    other.report.published = Some(before(-60));
    other.places.iter_mut().for_each(|p| (p.lat, p.lon) = (Some(60.0), Some(100.0)));
    let when = other.events[0].when.as_mut().unwrap();
    (when.start, when.end) = (before(-60), before(-60));
    assert_eq!(outcomes(&[&foretold, &other]), some("not_fulfilled"));
    // Another party's attack in the same town answers nothing.
    let named = |r: &Reading| r.actors.iter().find(|a| a.name.contains(' ')).map(|a| a.name.clone());
    let differs = |r: &Reading| {
        r.events.len() == 1 && r.events[0].kind == told.events[0].kind && named(r).is_some() && named(r) != named(&told)
    };
    let mut rivals = readings(1, 200).into_iter().find(differs).unwrap();
    rivals.report.id = "rivals".into();
    rivals.report.published = told.report.published.clone();
    rivals.places = told.places.clone();
    rivals.events[0].places = told.events[0].places.clone();
    rivals.events[0].when = told.events[0].when.clone();
    for p in &mut rivals.places {
        p.mentions.clear();
    }
    assert_eq!(outcomes(&[&foretold, &rivals]), some("open"));
}

#[test]
fn who_is_only_accused_is_marked_in_the_layer_too() {
    let record = filled(&readings(2, 30), 30);
    let acts = |p: &tarikh::types::incident::Part| p.role == tarikh::types::Role::Actor;
    let all = record.incidents(&Filter::default(), None).unwrap();
    let mut incident = all.into_iter().find(|i| i.actors.iter().any(acts)).unwrap();
    incident.actors.iter_mut().filter(|p| acts(p)).for_each(|p| p.accused = true);
    let path = file("accused.gpkg");
    let store = record::Store::open_or_create(&path).unwrap();
    store.put_incident(&incident, &[]).unwrap();
    store.close().unwrap();
    let db = record::rusqlite::Connection::open(&path).unwrap();
    let actors: String = db.query_row("SELECT actors FROM incidents", [], |r| r.get(0)).unwrap();
    assert!(actors.split("; ").all(|name| name.ends_with(" (accused)")), "{actors}");
}
