"""The snippets of docs/ci.md are true: each is what its system takes, and what is shell runs as it stands."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from tests.e2e.running import EXAMPLES, ROOT
from tests.support.pipelines import bare_environment, copy_of_this_repository, snippet

AS_OF = {"AUDITOR_AS_OF": "2026-10-01"}
ENOUGH = "declaration: 1\nservice: {id: example, name: Example}\n"
GIT = ("git", "-c", "user.name=A. Example", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")


def shell(script: str, folder: Path, name: str = "harbour.yaml") -> subprocess.CompletedProcess[str]:
    """Run a script beside a declaration, with the installed program on PATH."""
    if not (folder / "declaration.yaml").exists():
        shutil.copyfile(EXAMPLES / name, folder / "declaration.yaml")
        shutil.copytree(EXAMPLES / "evidence", folder / "evidence")
        (folder / ".git").mkdir()
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env=bare_environment(AS_OF),
        capture_output=True,
        text=True,
        check=False,
    )


def test_anything_else_is_a_shell(tmp_path: Path) -> None:
    assert shell(snippet("shell"), tmp_path).returncode == 1
    assert (tmp_path / "auditor.md").is_file()


def test_gitlab_gets_a_report_and_a_page_and_the_status(tmp_path: Path) -> None:
    job = yaml.safe_load(snippet("gitlab"))["safety"]
    assert [one.split()[:2] for one in job["before_script"]] == [["pip", "install"]]
    script = "\n".join(job["script"])
    assert shell(script, tmp_path).returncode == 1
    (page,) = job["artifacts"]["paths"]
    assert (tmp_path / page).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    suites = ElementTree.fromstring((tmp_path / job["artifacts"]["reports"]["junit"]).read_text(encoding="utf-8"))
    failed = [one.get("name") or "" for one in suites.iter("testcase") if one.find("failure") is not None]
    assert any("GRM-04" in name for name in failed)
    green = tmp_path / "green"
    green.mkdir()
    assert shell(script, green, "lantern.yaml").returncode == 0


def test_a_ratchet_lets_through_what_is_and_nothing_worse(tmp_path: Path) -> None:
    for name in ("baseline", "waiver", "lock"):
        ran = shell(snippet(name), tmp_path)
        assert ran.returncode == 0, (name, ran.stdout, ran.stderr)
    declaration = tmp_path / "declaration.yaml"
    text = declaration.read_text(encoding="utf-8")
    declaration.write_text(text.replace("report_button: true", "report_button: false", 1), encoding="utf-8")
    assert shell("auditor audit declaration.yaml --baseline baseline.json", tmp_path).returncode == 1


def test_budgets_are_the_numbers_of_the_day(tmp_path: Path) -> None:
    (tmp_path / "auditor.toml").write_text(snippet("auditor.toml"), encoding="utf-8")
    met = "auditor audit --fail-on never"
    assert shell(met, tmp_path).returncode == 0
    for key in re.findall(r"^max_\w+ = \d+", snippet("auditor.toml"), re.MULTILINE):
        name, number = key.split(" = ")
        lower = f"--{name.replace('_', '-')} {int(number) - 1}"
        assert shell(f"{met} {lower}", tmp_path).returncode == 1, f"{name} is not the least that is met"


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("github", "vendor.github-workflows"),
        ("github-sarif", "vendor.github-workflows"),
        ("gitlab", "vendor.gitlab-ci"),
        ("action.yml", "vendor.github-actions"),
    ],
)
def test_it_is_what_its_system_takes(tmp_path: Path, name: str, schema: str) -> None:
    path = tmp_path / "file.yml"
    text = (ROOT / name).read_text(encoding="utf-8") if name == "action.yml" else snippet(name)
    path.write_text(text, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("name", ["github", "github-sarif"])
def test_only_inputs_that_the_action_has_are_given(name: str) -> None:
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    steps = yaml.safe_load(snippet(name))["jobs"]["safety"]["steps"]
    (given,) = [step["with"] for step in steps if step["uses"].startswith("OWNER/auditor@")]
    assert set(given) <= set(inputs)


def test_five_lines_are_five() -> None:
    assert len(snippet("github").splitlines()) == 5
    assert len(snippet("pre-commit").splitlines()) == 5


class PreCommit:
    """pre-commit itself, with its own folder, and this repository as the one that hooks come from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hooks = copy_of_this_repository(folder / "hooks")
        self.env = bare_environment({"PRE_COMMIT_HOME": str(folder / "home"), **AS_OF})
        self.revision = self.commit(self.hooks)

    def commit(self, repository: Path) -> str:
        """Put everything into a repository; give the commit."""
        for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "--no-verify", "-m", "All of it"]):
            subprocess.run([*GIT, *command], cwd=repository, env=self.env, check=True, capture_output=True)
        ran = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=repository, env=self.env, check=True, capture_output=True, text=True
        )
        return ran.stdout.strip()

    def run(self, repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the hooks of a repository."""
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--color=never", *arguments],
            cwd=repository,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )

    def configured(self, name: str) -> str:
        """Give a snippet, with this repository as it is now in the place of the address and the tag."""
        text = snippet(name).replace("https://github.com/OWNER/auditor", str(self.hooks))
        return text.replace("v0.1.0", self.revision)


@pytest.fixture(scope="module")
def pre_commit(tmp_path_factory: pytest.TempPathFactory) -> PreCommit:
    """Give pre-commit, which installs the hooks with pip when they are first run."""
    return PreCommit(tmp_path_factory.mktemp("pre-commit"))


def test_the_manifest_is_one() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"], check=False
    )
    assert ran.returncode == 0


def test_the_hook_checks_declarations_and_nothing_else(pre_commit: PreCommit, tmp_path: Path) -> None:
    (tmp_path / ".pre-commit-config.yaml").write_text(pre_commit.configured("pre-commit"), encoding="utf-8")
    (tmp_path / "values.yaml").write_text("a: [not, a, declaration]\n", encoding="utf-8")
    (tmp_path / "my_declaration.yaml").write_text("neither: is this\n", encoding="utf-8")
    (tmp_path / "safety").mkdir()
    for name in ("declaration.yaml", "safety/app.declaration.yml"):
        (tmp_path / name).write_text(ENOUGH, encoding="utf-8")
    pre_commit.commit(tmp_path)
    ran = pre_commit.run(tmp_path, "--all-files", "--verbose")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert set(re.findall(r"^(\S+): nothing is wrong", ran.stdout, re.MULTILINE)) == {
        "declaration.yaml",
        "safety/app.declaration.yml",
    }
    (tmp_path / "declaration.yaml").write_text(f"{ENOUGH}users: {{minimum_agee: 13}}\n", encoding="utf-8")
    pre_commit.commit(tmp_path)
    ran = pre_commit.run(tmp_path, "--all-files")
    assert ran.returncode == 1
    assert "declaration.yaml:3:9" in ran.stdout
    assert "minimum_agee" in ran.stdout


def test_a_change_of_the_configuration_alone_is_noticed(pre_commit: PreCommit, tmp_path: Path) -> None:
    (tmp_path / ".pre-commit-config.yaml").write_text(pre_commit.configured("pre-commit-bound"), encoding="utf-8")
    (tmp_path / "safety").mkdir()
    (tmp_path / "safety/web.yaml").write_text(
        f"{ENOUGH}users: {{minimum_age: 13}}\n"
        "bound:\n  - {fact: users.minimum_age, file: product.toml, pointer: /sign_up/age}\n",
        encoding="utf-8",
    )
    product = tmp_path / "safety/product.toml"
    product.write_text("[sign_up]\nage = 13\n", encoding="utf-8")
    pre_commit.commit(tmp_path)
    ran = pre_commit.run(tmp_path, "--all-files", "--verbose")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "not answered" in ran.stdout
    product.write_text("[sign_up]\nage = 12\n", encoding="utf-8")
    subprocess.run(["git", "add", "-A"], cwd=tmp_path, env=pre_commit.env, check=True)
    ran = pre_commit.run(tmp_path)
    assert ran.returncode == 1
    assert "bound.disagrees" in ran.stdout
    assert "auditor audit" in ran.stdout
    assert "Skipped" in ran.stdout
