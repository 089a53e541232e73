using System.Globalization;
using System.Text.Json;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Benchmarks;

/// <summary>What a bench found: a table for people, and .fleet/bench/NAME.json for programs.</summary>
internal sealed record BenchReport(string Name, IReadOnlyDictionary<string, double> Figures, IReadOnlyDictionary<string, string> Targets)
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine();
        foreach (var (key, value) in Figures)
        {
            var target = Targets.TryGetValue(key, out var wanted) ? $"   target {wanted}" : "";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {key,-34} {value,10:0.000}{target}"));
        }

        var folder = Directory.CreateDirectory(Path.Combine(ProductTree.Root, ".fleet", "bench"));
        var file = Path.Combine(folder.FullName, Name + ".json");
        var report = new
        {
            figures = Figures.ToDictionary(figure => figure.Key, figure => Math.Round(figure.Value, 4)),
            targets = Targets,
            machine = Machine(),
            commit = await CommitAsync(cancellationToken),
        };
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(report, Format) + "\n", cancellationToken);
        Console.WriteLine($"\n  {Path.GetRelativePath(ProductTree.Root, file)}");
    }

    private static string Machine()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        var gigabytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30);
        return $"{Environment.ProcessorCount} x {model?.Split(':')[1].Trim() ?? "unknown processor"}, {gigabytes} GB";
    }

    private static async Task<string> CommitAsync(CancellationToken cancellationToken)
    {
        await using var git = RunningProcess.Start(
            new Launch("git", "git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*") { Folder = ProductTree.Root });
        await git.ExitAsync(cancellationToken);
        return git.Output;
    }
}
