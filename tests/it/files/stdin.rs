//! Standard input in the place of a file of the workspace.

use super::workloads;
use crate::support::Project;

#[test]
fn standard_input_stands_in_the_place_of_the_file_of_its_name() {
    let project = Project::new().file("sub/x.bpol", "model old\n").file("y.bpol", "model y\n");
    for paths in [&["-", "sub/x.bpol", "y.bpol"][..], &["-", "."], &[".", "-"]] {
        for name in ["sub/x.bpol", "./sub/../sub/x.bpol"] {
            let arguments = [&["compile", "--stdin-filename", name], paths].concat();
            assert_eq!(workloads(&project.run_with_stdin(&arguments, "model new\n")), ["new", "y"]);
        }
    }
    let run = project.run_with_stdin(&["compile", "-", ".", "--stdin-filename", "z.bpol"], "model new\n");
    assert_eq!(workloads(&run), ["new", "old", "y"]);
}

#[test]
fn the_file_that_standard_input_stands_for_is_no_output() {
    let project = Project::new().file("x.bpol", "model old\n");
    let arguments = ["compile", "-", "--stdin-filename", "x.bpol", "-o", "x.bpol"];
    let run = project.run_with_stdin(&arguments, "model new\n");
    assert_eq!((run.status, project.read("x.bpol").as_str()), (2, "model old\n"), "{}", run.transcript());
}
