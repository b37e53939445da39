"""What the usual ways to DynamoDB weigh, installed as their documents say; each is fetched and thrown away again."""

import os
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def size_of(path):
    """Bytes of all files below, as they are, without the space that a file system adds."""
    if path.is_file():
        return path.stat().st_size
    return sum(f.stat().st_size for f in path.rglob("*") if f.is_file() and not f.is_symlink())


def run(*command, **more):
    subprocess.run([str(c) for c in command], check=True, stdout=subprocess.DEVNULL, **more)


def boto3(work):
    run("python3", "-m", "venv", work / "python")
    run(work / "python/bin/pip", "--disable-pip-version-check", "install", "--quiet", "--no-cache-dir", "--no-compile",
        "--target", work / "boto3", "boto3")
    return size_of(work / "boto3")


def java_sdk(work):
    run("mvn", "--quiet", "--batch-mode", "-Dstyle.color=never", "-f", HERE / "java_sdk.xml", f"-Dproject.build.directory={work}",
        "dependency:copy-dependencies", f"-DoutputDirectory={work / 'jars'}", "-DincludeScope=runtime")
    return size_of(work / "jars")


def java_runtime(work):
    """The smallest that runs these: jlink, with what jdeps says the SDK needs and TLS's curves."""
    modules = "java.base,java.logging,java.naming,java.xml,java.management,jdk.crypto.ec,jdk.unsupported"
    run("jlink", "--add-modules", modules, "--strip-debug", "--no-man-pages", "--no-header-files", "--compress=2",
        "--output", work / "jre")
    return size_of(work / "jre")


def rust_sdk(work):
    run("cp", "-r", HERE / "rust_sdk", work / "rust")
    run("cargo", "build", "--quiet", "--release", cwd=work / "rust",
        env=os.environ | {"CARGO_TARGET_DIR": str(work / "target")})
    program = work / "target/release/ddb-last"
    run("strip", program)
    return size_of(program)


PEERS = (
    ("boto3 with botocore, without Python", boto3),
    ("AWS SDK for Java 2, DynamoDB's enhanced client: the jars", java_sdk),
    ("the JRE for it, by jlink", java_runtime),
    ("aws-sdk-rust: a program that reads one item, stripped", rust_sdk),
)


def weigh_all(tell):
    for name, weigh in PEERS:
        with tempfile.TemporaryDirectory(prefix="ddbsnap-peer-") as work:
            try:
                tell(name, weigh(Path(work)))
            except (OSError, subprocess.CalledProcessError) as error:
                tell(name, None, str(error))
