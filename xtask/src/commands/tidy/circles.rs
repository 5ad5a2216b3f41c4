//! Files of one crate that import each other in circles.

use std::collections::{BTreeMap, BTreeSet};

/// A module by the names on the way to it; the crate's root is empty.
type Path = Vec<String>;

/// The source files of a crate: each a module with its text.
pub struct Crate {
    modules: BTreeMap<Path, Module>,
}

/// What a file imports, hands on and defines.
struct Module {
    file: String,
    /// Paths of `use`, the name each has here, and whether it is handed on.
    imports: Vec<(Path, String, bool)>,
    /// Paths in the rest of the code.
    paths: Vec<Path>,
    defined: BTreeSet<String>,
}

impl Crate {
    /// Of files, named from `src` on, with their texts.
    pub fn of(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let files: Vec<(String, String)> = files.into_iter().collect();
        let mut of_tests = Vec::new();
        let mut modules = BTreeMap::new();
        for (file, text) in files {
            let path = module_path(&file);
            let (text, tests) = without_tests(&text);
            of_tests.extend(tests.into_iter().map(|name| child(&path, &name)));
            modules.insert(path, Module::read(file, &text));
        }
        modules.retain(|path, _| !of_tests.iter().any(|tests| path.starts_with(tests)));
        Self { modules }
    }

    /// The circles, each as the names of its files.
    pub fn circles(&self) -> Vec<Vec<&str>> {
        let edges: BTreeMap<&Path, BTreeSet<&Path>> = self
            .modules
            .iter()
            .map(|(path, module)| (path, self.imported(path, module)))
            .collect();
        let reached = |from: &Path| {
            let mut reached = BTreeSet::new();
            let mut waiting: Vec<&Path> = edges[from].iter().copied().collect();
            while let Some(next) = waiting.pop() {
                if reached.insert(next) {
                    waiting.extend(&edges[next]);
                }
            }
            reached
        };
        let reached: BTreeMap<&Path, BTreeSet<&Path>> =
            edges.keys().map(|path| (*path, reached(path))).collect();
        let circle = |path: &Path| -> BTreeSet<&Path> {
            let there = reached[path].iter().copied();
            there
                .filter(|other| reached[other].contains(path))
                .collect()
        };
        let circles: BTreeSet<BTreeSet<&Path>> = edges.keys().map(|path| circle(path)).collect();
        let files = |circle: BTreeSet<&Path>| -> Vec<&str> {
            let files = circle.iter().map(|path| self.modules[*path].file.as_str());
            files.collect()
        };
        let circles = circles.into_iter().filter(|circle| !circle.is_empty());
        circles.map(files).collect()
    }

    /// The modules whose definitions a module uses.
    fn imported(&self, path: &Path, module: &Module) -> BTreeSet<&Path> {
        let imports = module.imports.iter().filter(|(.., handed_on)| !handed_on);
        let paths = imports.map(|(used, ..)| used).chain(&module.paths);
        let found = paths.filter_map(|used| self.definition(path, used, 0));
        found.filter(|found| *found != path).collect()
    }

    /// The module that defines what a path, seen from a module, leads to; none if that is a
    /// module itself, or of another crate.
    fn definition(&self, from: &[String], used: &[String], depth: usize) -> Option<&Path> {
        let (first, mut rest) = used.split_first()?;
        let mut at = match first.as_str() {
            "crate" => Path::new(),
            "self" => from.to_vec(),
            "super" => from.split_last()?.1.to_vec(),
            name if self.modules.contains_key(&child(from, name)) => child(from, name),
            name => {
                let imports = &self.modules.get(from)?.imports;
                let mut named = imports.iter().filter(|(_, here, _)| here == name);
                return named.find_map(|(path, ..)| {
                    let path = [path, rest].concat();
                    (path != used && depth < 8).then(|| self.definition(from, &path, depth + 1))?
                });
            }
        };
        while let [name, further @ ..] = rest {
            match name.as_str() {
                "super" => drop(at.pop()?),
                "*" => return self.modules.get_key_value(&at).map(|(path, _)| path),
                name if self.modules.contains_key(&child(&at, name)) => at = child(&at, name),
                name => {
                    let (at, module) = self.modules.get_key_value(&at)?;
                    if module.defined.contains(name) {
                        return Some(at);
                    }
                    return self.definition(at, rest, depth + 1).filter(|_| depth < 8);
                }
            }
            rest = further;
        }
        None
    }
}

impl Module {
    fn read(file: String, text: &str) -> Self {
        let mut module = Self {
            file,
            imports: Vec::new(),
            paths: Vec::new(),
            defined: BTreeSet::new(),
        };
        let mut code = String::new();
        let mut statement = None::<String>;
        for line in text.lines() {
            let line = line.split("//").next().unwrap_or_default().trim();
            let begins =
                line.starts_with("use ") || line.starts_with("pub") && line.contains(" use ");
            if begins || statement.is_some() {
                let whole = statement.take().unwrap_or_default() + line;
                match whole.strip_suffix(';') {
                    Some(whole) => module.import(whole),
                    None => statement = Some(whole + " "),
                }
            } else {
                code.push_str(line);
                code.push('\n');
            }
        }
        let words: Vec<&str> = code.split(|c: char| !is_of_path(c)).collect();
        let words = words.into_iter().map(|word| word.trim_end_matches(':'));
        let mut before = "";
        for word in words.filter(|word| !word.is_empty()) {
            if DEFINES.contains(&before) {
                module.defined.insert(word.to_owned());
            } else if word.contains("::") {
                module
                    .paths
                    .push(word.split("::").map(str::to_owned).collect());
            }
            before = word;
        }
        module
    }

    /// Takes in a statement such as `pub use crate::a::{B, c::{self, D as E}}`.
    fn import(&mut self, statement: &str) {
        let Some((visibility, tree)) = statement.split_once("use ") else {
            return;
        };
        let mut paths = Vec::new();
        branches(&Path::new(), tree, &mut paths);
        let handed_on = !visibility.is_empty();
        let named = paths
            .into_iter()
            .map(|(path, name)| (path, name, handed_on));
        self.imports.extend(named);
    }
}

/// The words before a name that is defined.
const DEFINES: [&str; 9] = [
    "fn",
    "struct",
    "enum",
    "trait",
    "type",
    "const",
    "static",
    "union",
    "macro_rules",
];

fn is_of_path(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == ':'
}

/// All paths of a tree, each with the name it has then.
fn branches(stem: &[String], tree: &str, found: &mut Vec<(Path, String)>) {
    let (path, inside) = match tree.split_once('{') {
        Some((path, inside)) => (path, inside.trim_end().strip_suffix('}')),
        None => (tree, None),
    };
    let (path, name) = match path.split_once(" as ") {
        Some((path, name)) => (path, Some(name.trim())),
        None => (path, None),
    };
    let mut stem = stem.to_vec();
    let names = path.split("::").map(str::trim);
    stem.extend(names.filter(|name| !name.is_empty()).map(str::to_owned));
    let Some(inside) = inside else {
        if stem.len() > 1 && stem.last().is_some_and(|last| last == "self") {
            stem.pop();
        }
        let last = stem.last().cloned().unwrap_or_default();
        let name = name.map_or(last, str::to_owned);
        return found.push((stem, name));
    };
    let (mut depth, mut begin) = (0, 0);
    for (at, c) in inside.char_indices().chain([(inside.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let branch = inside[begin..at].trim();
                if !branch.is_empty() {
                    branches(&stem, branch, found);
                }
                begin = at + 1;
            }
            _ => (),
        }
    }
}

/// The module that a file is, such as `a/mod.rs` or `a/b.rs`.
fn module_path(file: &str) -> Path {
    let names = file.trim_end_matches(".rs").split('/').map(str::to_owned);
    let mut path: Path = names.collect();
    if matches!(
        path.last().map(String::as_str),
        Some("lib" | "main" | "mod")
    ) {
        path.pop();
    }
    path
}

fn child(path: &[String], name: &str) -> Path {
    [path, &[name.to_owned()]].concat()
}

/// A text without its modules of tests, and the names of those that are files.
fn without_tests(text: &str) -> (String, Vec<String>) {
    const TESTS: &str = "#[cfg(test)]\n";
    let (mut kept, mut files) = (String::new(), Vec::new());
    let mut parts = text.split(TESTS);
    kept.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let first = part.lines().next().unwrap_or_default();
        match first.split_once("mod ").map(|(_, name)| name) {
            Some(name) if name.ends_with(';') => {
                files.push(name.trim_end_matches(';').to_owned());
                kept.push_str(&part[first.len()..]);
            }
            // Formatted, it ends where a line is a brace.
            Some(_) => kept.push_str(part.split_once("\n}\n").map_or("", |(_, rest)| rest)),
            None => kept.push_str(part),
        }
    }
    (kept, files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circles(files: &[(&str, &str)]) -> Vec<Vec<String>> {
        let files = files
            .iter()
            .map(|(file, text)| ((*file).into(), (*text).into()));
        let of_crate = Crate::of(files);
        let circles = of_crate.circles().into_iter();
        circles
            .map(|circle| circle.into_iter().map(Into::into).collect())
            .collect()
    }

    #[test]
    fn files_that_import_each_other_are_a_circle() {
        for (a, b) in [
            (
                "use crate::b::B;\npub struct A;",
                "use crate::a::A;\npub struct B;",
            ),
            (
                "use super::b::{self, B};\npub struct A;",
                "pub struct B;\nfn b(_: crate::a::A) {}",
            ),
            (
                "use crate::b;\npub fn a() { b::b() }",
                "use crate::a;\npub fn b() { a::a() }",
            ),
        ] {
            let found = circles(&[("lib.rs", "mod a;\nmod b;"), ("a.rs", a), ("b.rs", b)]);
            assert_eq!(found, [["a.rs", "b.rs"]], "{a} {b}");
        }
    }

    #[test]
    fn a_name_that_is_handed_on_leads_to_the_file_that_defines_it() {
        let lib = "mod a;\nmod deep;\npub use a::A;\npub use deep::{one::One as First, two};";
        let files = |a: &'static str, one: &'static str| {
            circles(&[
                ("lib.rs", lib),
                ("a.rs", a),
                ("deep/mod.rs", "pub(crate) mod one;\npub mod two;"),
                ("deep/one.rs", one),
                ("deep/two.rs", "pub fn two() {}"),
            ])
        };
        let one = "use crate::{\n    A,\n    two::two,\n};\npub struct One;";
        assert!(files("pub struct A;", one).is_empty());
        let found = files("use crate::First;\npub struct A;", one);
        assert_eq!(found, [["a.rs", "deep/one.rs"]]);
    }

    #[test]
    fn a_file_and_the_module_that_it_is_in_can_be_a_circle() {
        let child = "use super::Contents;\npub fn draw(_: Contents) {}";
        let parent = "mod child;\npub struct Contents;\nfn all() { child::draw(Contents) }";
        let found = circles(&[
            ("lib.rs", "mod page;"),
            ("page/mod.rs", parent),
            ("page/child.rs", child),
        ]);
        assert_eq!(found, [["page/mod.rs", "page/child.rs"]]);
        let parent = "mod child;\npub use child::draw;\npub struct Contents;";
        let found = circles(&[
            ("lib.rs", "mod page;"),
            ("page/mod.rs", parent),
            ("page/child.rs", child),
        ]);
        assert!(found.is_empty(), "handing on is no use: {found:?}");
    }

    #[test]
    fn three_files_can_be_a_circle_and_tests_and_comments_cannot() {
        let lib = "mod a;\nmod b;\nmod c;\n#[cfg(test)]\nmod testing;\n";
        let all = |c: &'static str| {
            circles(&[
                ("lib.rs", lib),
                ("a.rs", "use crate::b::B;\npub struct A;\n"),
                ("b.rs", "use crate::c::C;\npub struct B;\n"),
                ("c.rs", c),
                ("testing.rs", "use crate::a::A;\npub struct T;\n"),
            ])
        };
        assert_eq!(
            all("use crate::a::A;\npub struct C;\n"),
            [["a.rs", "b.rs", "c.rs"]]
        );
        for harmless in [
            "pub struct C;\n#[cfg(test)]\nmod tests {\n    use crate::a::A;\n}\n",
            "//! [`C`] is like [`crate::a::A`].\npub struct C;\n",
            "use std::fmt;\npub struct C;\n#[cfg(test)]\npub(crate) mod tests {\n    use crate::a::A;\n}\nfn f() {}\n",
        ] {
            assert!(all(harmless).is_empty(), "{harmless}");
        }
    }
}
