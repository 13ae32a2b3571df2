"""scripts/setup.sh finds Python 3.10 wherever it is, and builds the environment only when it must."""

import shutil
import subprocess
from pathlib import Path

from tests.setup.conftest import LOCK, REFUSING, UV, Machine


def test_the_python_named_by_the_person_comes_first(machine: Machine) -> None:
    machine.python()
    mine = machine.python("my own/python")
    assert machine.setup(PYTHON=str(mine))[0] == 0
    assert machine.calls[0] == f"venv by {mine}"


def test_a_named_python_of_another_version_is_reported_and_another_is_found(machine: Machine) -> None:
    found, wrong = machine.python(), machine.python("bin/other", version="3.12")
    code, said = machine.setup(PYTHON=str(wrong))
    assert code == 0 and f"PYTHON={wrong} is not a Python 3.10" in said
    assert machine.calls[0] == f"venv by {found}"


def test_python_3_10_on_the_path_is_found(machine: Machine) -> None:
    found = machine.python()
    assert machine.setup()[0] == 0
    assert machine.calls[0] == f"venv by {found}"


def test_pyenvs_3_10_is_found_while_its_shim_refuses_and_another_version_is_the_default(machine: Machine) -> None:
    machine.add("bin/python3.10", REFUSING)
    machine.python("bin/python3", version="3.12")
    found = machine.python(".pyenv/versions/3.10.13/bin/python")
    assert machine.setup()[0] == 0
    assert machine.calls[0] == f"venv by {found}"


def test_pyenv_is_found_in_an_unusual_place(machine: Machine) -> None:
    found = machine.python("opt/py env/versions/3.10.2/bin/python")
    assert machine.setup(PYENV_ROOT=str(machine.home / "opt/py env"))[0] == 0
    assert machine.calls[0] == f"venv by {found}"


def test_a_python_that_uv_knows_of_is_found_and_uv_installs_the_lock(machine: Machine) -> None:
    found = machine.python("uv/python")
    machine.add("bin/uv", UV)
    assert machine.setup(UV_PYTHON=str(found))[0] == 0
    install = machine.calls[-1]
    assert install.startswith("uv pip install --python .venv/bin/python")
    assert "--no-deps --require-hashes -r requirements.lock" in install


def test_pip_installs_the_lock_with_hashes_and_without_dependencies(machine: Machine) -> None:
    machine.python()
    assert machine.setup()[0] == 0
    assert machine.calls[-1].startswith("pip -m pip install")
    assert machine.calls[-1].endswith("--no-deps --require-hashes -r requirements.lock")


def test_without_python_3_10_one_message_says_how_to_get_it(machine: Machine) -> None:
    machine.python("bin/python3", version="3.13")
    code, said = machine.setup()
    assert code == 1
    assert said.startswith("Sounding Board needs Python 3.10")
    assert all(way in said for way in ("pyenv install 3.10", "uv python install 3.10", "apt install", "brew install"))
    assert not (machine.project / ".venv").exists()


def test_a_python_that_cannot_make_environments_says_what_to_install(machine: Machine) -> None:
    machine.python()
    code, said = machine.setup(NO_ENSUREPIP="1")
    assert code == 1 and "sudo apt install python3.10-venv" in said


def test_a_second_run_does_nothing_and_says_nothing(machine: Machine) -> None:
    machine.python()
    machine.setup()
    assert machine.setup() == (0, "")
    assert machine.installs() == 1


def test_a_changed_lock_is_installed_into_the_same_environment(machine: Machine) -> None:
    machine.python()
    machine.setup()
    (machine.project / "requirements.lock").write_text(LOCK + "uvicorn==0.27.0 \\\n    --hash=sha256:22\n")
    assert machine.setup()[0] == 0
    assert (machine.environments(), machine.installs()) == (1, 2)


def test_an_environment_made_by_hand_is_completed_not_removed(machine: Machine) -> None:
    machine.python()
    kept = machine.project / ".venv" / "bin" / "python"
    kept.parent.mkdir(parents=True)
    shutil.copy(machine.bin / "python3.10", kept)
    assert machine.setup()[0] == 0
    assert (machine.environments(), machine.installs()) == (0, 1)


def test_a_half_built_environment_is_built_again(machine: Machine) -> None:
    machine.python()
    left = machine.project / ".venv" / "lib" / "left.py"
    left.parent.mkdir(parents=True)
    left.touch()
    assert machine.setup()[0] == 0
    assert not left.exists() and machine.environments() == 1


def test_a_set_up_that_was_killed_while_installing_is_built_again(machine: Machine) -> None:
    machine.python()
    process = machine.start(SLOW="0.5")
    while not machine.installs():
        assert process.poll() is None
    process.kill()
    process.wait()
    assert machine.setup()[0] == 0
    assert (machine.environments(), machine.installs()) == (2, 2)


def test_a_failed_installation_shows_its_last_lines_and_is_tried_again_from_the_start(machine: Machine) -> None:
    machine.python()
    code, said = machine.setup(PIP_FAILS="1")
    assert code == 1 and "what pip said" in said and "failed" in said
    assert machine.setup()[0] == 0
    assert machine.environments() == 2


def test_a_moved_folder_gets_a_new_environment(machine: Machine) -> None:
    machine.python()
    machine.setup()
    machine.project = machine.project.rename(machine.project.with_name("somewhere else"))
    assert machine.setup()[0] == 0
    assert machine.environments() == 2


def test_an_environment_whose_python_is_gone_is_built_again(machine: Machine) -> None:
    machine.python()
    machine.setup()
    (machine.project / ".venv" / "bin" / "python").unlink()
    assert machine.setup()[0] == 0
    assert (machine.environments(), machine.installs()) == (2, 2)


def test_the_python_of_the_environment_itself_is_traced_back_to_its_base(machine: Machine) -> None:
    base = machine.python("opt/python3.10")
    activated = machine.python("activated/python3.10")
    assert machine.setup(PYTHON=str(activated), BASE=str(base))[0] == 0
    assert machine.calls[0] == f"venv by {base}"


def test_a_long_step_shows_that_it_goes_on(machine: Machine) -> None:
    machine.python()
    said = machine.setup(SLOW="0.5", SETUP_TICK="0.1")[1]
    assert said.count("Installing 2 locked packages (some minutes the first time): ") >= 2


def test_a_second_set_up_waits_for_the_first(machine: Machine) -> None:
    machine.python()
    busy = machine.project / ".venv" / "busy"
    busy.parent.mkdir()
    first = subprocess.Popen(["sleep", "60"])
    busy.write_text(str(first.pid))
    second = machine.start(SETUP_TICK="0.1")
    assert second.stderr and "Another set-up is at work" in second.stderr.readline()
    assert not machine.calls
    first.kill()
    first.wait()
    second.communicate(timeout=20)
    assert second.returncode == 0 and machine.installs() == 1


def test_a_machine_that_the_lock_has_nothing_for_is_told_so(machine: Machine) -> None:
    machine.python()
    code, said = machine.setup(NOTHING_FOR_THIS_MACHINE="1")
    assert code == 1 and "The locked packages are for Linux on x86_64 and for macOS" in said
    assert not (machine.project / ".venv" / "installed").exists()


def test_the_lock_names_no_registry_and_every_package_has_a_hash() -> None:
    lock = (Path(__file__).resolve().parents[2] / "requirements.lock").read_text(encoding="utf-8")
    packages = [block for block in lock.replace("\\\n", " ").splitlines() if block and not block.startswith("#")]
    assert "://" not in lock
    assert packages and all("==" in block and "--hash=sha256:" in block for block in packages)
