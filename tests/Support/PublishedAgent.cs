using System.Security.Cryptography;
using System.Text;

namespace SovereignFleet.Tests.Support;

/// <summary>The agent as it ships: compiled ahead of time, once per state of its sources.</summary>
internal static class PublishedAgent
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static readonly string[] Sources = ["agent", "proto"];
    private static readonly string[] Ignored = ["bin", "obj"];

    /// <summary>The program's path. Needs clang, the linker of native code; or SOVEREIGNFLEET_AGENT names a program that was
    /// built elsewhere, such as a package's.</summary>
    public static async Task<string> PathAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("SOVEREIGNFLEET_AGENT") is { Length: > 0 } given)
        {
            return given;
        }

        await Gate.WaitAsync(cancellationToken);
        try
        {
            var folder = Path.Combine(ProductTree.Root, ".fleet", "aot", await SourceHashAsync(cancellationToken));
            var program = Path.Combine(folder, "sovereignfleet-agent");
            if (!File.Exists(program))
            {
                await PublishAsync(folder, cancellationToken);
            }

            return program;
        }
        finally
        {
            Gate.Release();
        }
    }

    private static async Task PublishAsync(string folder, CancellationToken cancellationToken)
    {
        var unfinished = folder + ".unfinished";
        await using var publish = RunningProcess.Start(new Launch(
            "publish", "dotnet", "publish", "agent", "-c", "Release", "-r", "linux-x64", "-p:PublishAot=true", "-v", "q", "--nologo",
            // A build server that stays behind would hold this process's output open.
            "-nodeReuse:false", "-p:UseSharedCompilation=false", "-o", unfinished)
        { Folder = ProductTree.Root });
        if (await publish.ExitAsync(cancellationToken) != 0)
        {
            throw new InvalidOperationException("The agent cannot be compiled ahead of time:\n" + publish.Output);
        }

        // Moved when complete: a run that is cut short leaves nothing that looks finished.
        Directory.Move(unfinished, folder);
    }

    private static async Task<string> SourceHashAsync(CancellationToken cancellationToken)
    {
        var files = Sources
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
