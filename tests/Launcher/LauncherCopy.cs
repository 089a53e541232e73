using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Launcher;

/// <summary>The launcher in a folder of its own: its state is not that of a fleet which runs beside the tests.</summary>
internal sealed class LauncherCopy
{
    private readonly Stage stage;
    private readonly string program;

    public LauncherCopy(Stage stage)
    {
        this.stage = stage;
        Root = stage.Folder("tree");
        program = Copy("fleet");
        foreach (var part in Directory.EnumerateFiles(Path.Combine(ProductTree.Root, "build", "launcher")))
        {
            Copy(Path.Combine("build", "launcher", Path.GetFileName(part)));
        }
    }

    public string Root { get; }

    /// <summary>Writes what a running ./fleet up has written down of one process.</summary>
    public void PretendRunning(string name, int pid, string startTime) =>
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(Root, ".fleet", "run")).FullName, name), $"{pid} {startTime}\n");

    public async Task<(int Code, string Output)> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var running = stage.Start(new Launch("fleet", "bash", [program, .. arguments]));
        return (await running.ExitAsync(cancellationToken), running.Output);
    }

    private string Copy(string path)
    {
        var copy = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.Copy(Path.Combine(ProductTree.Root, path), copy);
        return copy;
    }
}
