using System.Security.Cryptography;
using System.Text;

namespace SovereignFleet.Tests.Support;

/// <summary>The agent and its CUDA check as they ship: compiled ahead of time, once per state of their sources.</summary>
internal static class PublishedAgent
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static readonly string[] AgentSources = ["agent", "proto"];
    private static readonly string[] DiagnosticsSources = ["agent/Diagnostics"];
    private static readonly string[] Ignored = ["bin", "obj"];

    /// <summary>The program's path. Needs clang, the linker of native code; or SOVEREIGNFLEET_AGENT names a program that was
    /// built elsewhere, such as a package's.</summary>
    public static async Task<string> PathAsync(CancellationToken cancellationToken) =>
        Environment.GetEnvironmentVariable("SOVEREIGNFLEET_AGENT") is { Length: > 0 } given
            ? given
            : await PathAsync("agent", "sovereignfleet-agent", AgentSources, cancellationToken);

    /// <summary>The CUDA check, built without CUDA.</summary>
    public static Task<string> DiagnosticsPathAsync(CancellationToken cancellationToken) =>
        PathAsync("agent/Diagnostics", "sovereignfleet-diagnostics", DiagnosticsSources, cancellationToken);

    private static async Task<string> PathAsync(string project, string name, string[] sources, CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            var folder = Path.Combine(ProductTree.Root, ".fleet", "aot", await SourceHashAsync(sources, cancellationToken));
            var program = Path.Combine(folder, name);
            if (!File.Exists(program))
            {
                await PublishAsync(project, folder, cancellationToken);
            }

            return program;
        }
        finally
        {
            Gate.Release();
        }
    }

    private static async Task PublishAsync(string project, string folder, CancellationToken cancellationToken)
    {
        var unfinished = folder + ".unfinished";
        await using var publish = RunningProcess.Start(new Launch(
            "publish", "dotnet", "publish", project, "-c", "Release", "-r", "linux-x64", "-p:PublishAot=true", "-v", "q", "--nologo",
            // A build server that stays behind would hold this process's output open.
            "-nodeReuse:false", "-p:UseSharedCompilation=false", "-o", unfinished)
        { Folder = ProductTree.Root });
        if (await publish.ExitAsync(cancellationToken) != 0)
        {
            throw new InvalidOperationException($"{project} cannot be compiled ahead of time:\n" + publish.Output);
        }

        // Moved when complete: a run that is cut short leaves nothing that looks finished.
        Directory.Move(unfinished, folder);
    }

    private static async Task<string> SourceHashAsync(string[] sources, CancellationToken cancellationToken)
    {
        var files = sources
            .SelectMany(source => Directory.EnumerateFiles(Path.Combine(ProductTree.Root, source), "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(ProductTree.Root, "Directory.*.props"))
            .Select(file => Path.GetRelativePath(ProductTree.Root, file))
            .Where(file => !file.Split('/').Intersect(Ignored).Any())
            .Order(StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            hash.AppendData(await File.ReadAllBytesAsync(Path.Combine(ProductTree.Root, file), cancellationToken));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
