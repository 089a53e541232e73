using System.Globalization;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Benchmarks;

/// <summary>Writes agent/calls.order anew: the functions that the agent calls while it does all that it does on a Host, in the order
/// of their first calls. The compiler lays them out side by side, so that the rest of the program stays on disk.</summary>
internal static class CallOrder
{
    private const string ManagedCode = "__managedcode";
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(100);

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var calls = Path.GetTempFileName();
        await AgentStage.PlayAsync(
            (stage, program) => WatchedAsync(stage, program, calls, cancellationToken),
            async (_, agent) =>
            {
                await WorkAsync(agent, cancellationToken);
                await agent.Process.KillAsync(cancellationToken);
            },
            cancellationToken);
        File.Move(calls, Path.Combine(ProductTree.Root, "agent", "calls.order"), overwrite: true);
        Console.WriteLine("agent/calls.order is written");
        return 0;
    }

    /// <summary>A program that is the agent, with each first call written to the file.</summary>
    private static async Task<string> WatchedAsync(Stage stage, string program, string calls, CancellationToken cancellationToken)
    {
        var watcher = Path.Combine(stage.Root, "first_calls");
        var source = Path.Combine(ProductTree.Root, "tests", "Benchmarks", "FirstCalls", "first_calls.c");
        await RunAsync($"cc -O2 -Wall -o '{watcher}' '{source}'", cancellationToken);
        var elf = Path.Combine(stage.Root, "elf");
        await RunAsync($"readelf --section-headers --symbols --wide '{program}.dbg' > '{elf}'", cancellationToken);
        var symbols = Path.Combine(stage.Root, "symbols");
        await File.WriteAllLinesAsync(symbols, Functions(await File.ReadAllLinesAsync(elf, cancellationToken)), cancellationToken);
        var script = stage.Write("watched-agent", $"#!/bin/sh\nexec '{watcher}' '{symbols}' '{calls}' '{program}' \"$@\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return script;
    }

    /// <summary>Lines "hexadecimal-address name", ascending, of the functions that were C#. The runtime's own, in C++, also run in a child
    /// between vfork and exec, where a breakpoint kills.</summary>
    private static IEnumerable<string> Functions(string[] elf)
    {
        // "[18] __managedcode PROGBITS ...", later "Num: Value Size Type Bind Vis Ndx Name" with 18 as the Ndx.
        var section = elf.First(line => line.Contains(ManagedCode, StringComparison.Ordinal)).Split('[', ']')[1].Trim();
        return elf.Select(line => line.Split(' ', 8, StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length == 8 && words[3] == "FUNC" && words[6] == section && words[2] != "0")
            .Select(words => (Address: ulong.Parse(words[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), Name: words[7]))
            .DistinctBy(function => function.Address)
            .OrderBy(function => function.Address)
            .Select(function => string.Create(CultureInfo.InvariantCulture, $"{function.Address:x} {function.Name}"));
    }

    private static async Task WorkAsync(MeasuredAgent agent, CancellationToken cancellationToken)
    {
        using var page = new ScrapedPage(agent.MetricsUrl, TimeProvider.System);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = Task.WhenAll(page.ScrapeAsync(end.Token), agent.WriteLogAsync(end.Token));
        await Task.Delay(Length, TimeProvider.System, cancellationToken);
        await end.CancelAsync();
        await work;
    }

    private static async Task RunAsync(string command, CancellationToken cancellationToken)
    {
        await using var process = RunningProcess.Start(new Launch("sh", "sh", "-c", command));
        if (await process.ExitAsync(cancellationToken) != 0)
        {
            throw new InvalidOperationException($"{command} failed:\n{process.Output}");
        }
    }
}
