namespace SovereignFleet.Simulator.Faults;

/// <summary>Takes the orders that ./fleet fault leaves as files, and leaves the answers beside them.</summary>
internal sealed class FaultFolder(string folder, Func<FaultOrder, string> obey, TimeProvider time)
{
    public const string Refused = "refused: ";
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(300);

    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.fault").Order())
            {
                var line = await File.ReadAllTextAsync(file, cancellationToken);
                var answer = FaultOrder.Parse(line) is { } order
                    ? obey(order)
                    : $"{Refused}not HOST GPU KIND: {line.Trim()}; kinds: ecc xid79 overheat remap-pending agent-silent clear";
                // The answer appears whole: whoever waits for it reads it at once.
                await File.WriteAllTextAsync(file + ".part", answer + "\n", cancellationToken);
                File.Move(file + ".part", Path.ChangeExtension(file, ".answer"), overwrite: true);
                File.Delete(file);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
