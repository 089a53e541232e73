namespace SovereignFleet.Tests.Support;

/// <summary>A program of a few shell lines in the place of nvidia-smi, systemctl or dcgmi; it notes how it was called.</summary>
internal sealed class FakeProgram
{
    private readonly string calls;

    public FakeProgram(TestFolder folder, string name, string script)
    {
        Path = folder.Below(name);
        calls = folder.Below(name + ".calls");
        File.WriteAllText(Path, $"#!/bin/sh\necho \"$*\" >> '{calls}'\n{script}\n");
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Path { get; }

    public string[] Calls => File.Exists(calls) ? File.ReadAllLines(calls) : [];
}
