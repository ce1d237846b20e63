//! Transcripts of the command line (`tests/cli/*.md`).

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("tests/cli/*.md").case("tests/cli/*.trycmd");
}
