namespace SovereignFleet.Tests.Support;

/// <summary>The GPUs that one Host's stand-in NVML shows (tests/FakeNvml), each with an identity of its own, and what befalls them.</summary>
internal sealed class GpuScenario
{
    private readonly string host;
    private readonly string file;

    public GpuScenario(Stage stage, string host, int count)
    {
        this.host = host;
        Count = count;
        var identities = Enumerable.Range(0, count).SelectMany(gpu => new[]
        {
            $"gpu{gpu}.uuid={Uuid(gpu)}", $"gpu{gpu}.serial={Serial(gpu)}", $"gpu{gpu}.pci=0000{Pci(gpu)}.0",
        });
        file = stage.Write($"gpus-{host}.scenario", string.Join('\n', identities.Prepend($"count={count}")) + "\n");
    }

    public int Count { get; }

    /// <summary>Stable in a host's name, so that the GPU of a test is known before any agent has read it.</summary>
    public string Uuid(int gpu) => $"GPU-{StableNumber(host):x8}-0000-4000-8000-{gpu:x12}";

    public string Serial(int gpu) => $"16{StableNumber(host) % 100_000_000:d8}{gpu:d3}";

    /// <summary>As the kernel log names it: "0000:05:00".</summary>
    public static string Pci(int gpu) => $"0000:{0x10 + (gpu * 8):x2}:00";

    /// <summary>Appends lines such as "gpu3.ecc_volatile_uncorrected=1" or "event=3,xid,48".</summary>
    public void Play(params string[] lines) => File.AppendAllLines(file, lines);

    /// <param name="library">The folder that <see cref="BuildLibraryAsync"/> gave.</param>
    public IReadOnlyDictionary<string, string> Environment(string library) =>
        new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = library, ["FAKE_NVML_SCENARIO"] = file };

    /// <summary>Compiles the stand-in; gives the folder of libnvidia-ml.so.1.</summary>
    public static async Task<string> BuildLibraryAsync(Stage stage, CancellationToken cancellationToken)
    {
        var folder = stage.Folder("nvml");
        await using var build = RunningProcess.Start(
            new Launch("FakeNvml", "sh", Path.Combine(ProductTree.Root, "tests", "FakeNvml", "build.sh"), folder));
        return await build.ExitAsync(cancellationToken) == 0
            ? folder
            : throw new InvalidOperationException("The stand-in NVML cannot be compiled:\n" + build.Output);
    }

    private static uint StableNumber(string text) =>
        text.Aggregate(2166136261u, (hash, letter) => unchecked((hash ^ letter) * 16777619u));
}
