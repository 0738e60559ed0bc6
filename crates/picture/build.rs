//! Builds the page in `web/` through npm and writes it into the program.
//!
//! In: `web/`. Out: `ui.rs` with every file of `web/dist`, plain and under gzip. Where npm is missing or fails, the program
//! is built all the same, with a page that says how to get the whole one. `TARIKH_UI=skip` takes `web/dist` as it is.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

fn main() {
    println!("cargo::rerun-if-env-changed=TARIKH_UI");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/fallback.html");
    let here = PathBuf::from(var("CARGO_MANIFEST_DIR"));
    let web = here.join("../../web");
    let sources =
        ["src", "public", "index.html", "package.json", "package-lock.json", "vite.config.ts", "svelte.config.js"];
    for part in sources {
        println!("cargo::rerun-if-changed={}", web.join(part).display());
    }
    let dist = web.join("dist");
    println!("cargo::rerun-if-changed={}", dist.join("index.html").display());
    if std::env::var("TARIKH_UI").as_deref() != Ok("skip") && web.join("package.json").exists() {
        let newest = sources.iter().filter_map(|part| newest(&web.join(part))).max();
        let built = modified(&dist.join("index.html"));
        if built.is_none() || newest > built {
            if let Err(why) = build(&web) {
                println!(
                    "cargo::warning=the page was not built: {why}; `cargo build` again once `npm` (Node 18 or newer) works in web/, or set TARIKH_UI=skip"
                );
            }
        }
    }
    let mut files = Vec::new();
    list(&dist, &mut files);
    files.sort();
    let out = PathBuf::from(var("OUT_DIR"));
    let mut code = String::from("static FILES: &[File] = &[\n");
    if dist.join("index.html").exists() {
        for path in &files {
            let name = path.strip_prefix(&dist).unwrap_or(path).to_string_lossy().replace('\\', "/");
            entry(&mut code, &out, &name, path);
        }
    } else {
        entry(&mut code, &out, "index.html", &here.join("src/fallback.html"));
    }
    code.push_str("];\n");
    write(&out.join("ui.rs"), code.as_bytes());
}

fn var(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

fn modified(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).ok()?.modified().ok()
}

fn newest(path: &Path) -> Option<SystemTime> {
    let mut files = Vec::new();
    list(path, &mut files);
    files.push(path.to_path_buf());
    files.iter().filter_map(|f| modified(f)).max()
}

fn list(path: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { list(&path, out) } else { out.push(path) }
    }
}

/// `npm ci`, where the packages are not there, and `npm run build`.
fn build(web: &Path) -> Result<(), String> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let run = |args: &[&str]| -> Result<(), String> {
        let done = Command::new(npm).args(args).current_dir(web).output();
        let done = done.map_err(|e| format!("npm cannot be run ({e})"))?;
        if done.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&done.stderr).lines().rev().take(4).collect::<Vec<_>>().join(" | ");
        Err(format!("`npm {}` failed: {said}", args.join(" ")))
    };
    let installed = modified(&web.join("node_modules/.package-lock.json"));
    if installed.is_none() || installed < modified(&web.join("package-lock.json")) {
        run(&["ci", "--no-audit", "--no-fund"])?;
    }
    run(&["run", "build"])
}

/// One file as an entry of the table.
fn entry(code: &mut String, out: &Path, name: &str, path: &Path) {
    let Ok(plain) = std::fs::read(path) else { return };
    let ending = name.rsplit('.').next().unwrap_or_default();
    let (media, text) = match ending {
        "html" => ("text/html; charset=utf-8", true),
        "js" | "mjs" => ("text/javascript; charset=utf-8", true),
        "css" => ("text/css; charset=utf-8", true),
        "json" | "map" => ("application/json", true),
        "webmanifest" => ("application/manifest+json", true),
        "svg" => ("image/svg+xml", true),
        "png" => ("image/png", false),
        "ico" => ("image/x-icon", false),
        "woff2" => ("font/woff2", false),
        "txt" => ("text/plain; charset=utf-8", true),
        _ => ("application/octet-stream", false),
    };
    let mut hash = DefaultHasher::new();
    plain.hash(&mut hash);
    let tag = format!("\"{:016x}\"", hash.finish());
    let mut gzip = "&[]".to_string();
    if text && plain.len() > 512 {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        if let Ok(packed) = packer.write_all(&plain).and_then(|()| packer.finish()) {
            if packed.len() < plain.len() {
                let at = out.join(format!("{}.gz", &tag[1..17]));
                write(&at, &packed);
                gzip = format!("include_bytes!({:?})", at.display().to_string());
            }
        }
    }
    let whole = path.canonicalize().unwrap_or(path.to_path_buf());
    // Vite puts what carries a hash in its name under assets/.
    let lasting = name.starts_with("assets/");
    let _ = writeln!(
        code,
        "File {{ path: {name:?}, media: {media:?}, plain: include_bytes!({:?}), gzip: {gzip}, tag: {tag:?}, lasting: {lasting} }},",
        whole.display().to_string()
    );
}

fn write(path: &Path, bytes: &[u8]) {
    if let Err(e) = std::fs::write(path, bytes) {
        println!("cargo::error=cannot write {}: {e}", path.display());
    }
}
