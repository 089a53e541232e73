using SovereignFleet.Agent.Bmc.Gateway;
using SovereignFleet.Agent.Bmc.Sel;
using SovereignFleet.Agent.Sensing;

namespace SovereignFleet.Agent.Bmc;

/// <summary>Tells each record of a BMC's System Event Log once, over restarts of the agent.</summary>
internal sealed class SelSource(ReachedBmc bmc, TimeProvider time) : IEventSource
{
    /// <summary>The log is read so often though nothing says that it changed.</summary>
    private static readonly TimeSpan AnyHow = TimeSpan.FromMinutes(5);

    /// <summary>Another Host's BMC that did not answer is asked for its log again after this.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    /// <summary>A log is read from its end as long as what is known of it is found there: a whole one takes a BMC many seconds.</summary>
    private const string Recent = "64";

    private readonly string cursorFile = Path.Combine(bmc.Tool.Options.DataFolder, "sel.cursor");

    public string Name => bmc.Host.Length == 0 ? "bmc-sel" : "gateway-sel:" + bmc.Host;

    public string? UnsupportedReason() => bmc.WhyUnsupported();

    public async Task RunAsync(IEventSink sink, CancellationToken cancellationToken)
    {
        var cursor = SelCursor.Load(cursorFile);
        while (true)
        {
            if (await NewAsync(cursor, cancellationToken) is not { } records)
            {
                await Task.Delay(Again, time, cancellationToken);
                continue;
            }

            foreach (var record in records)
            {
                await sink.WriteAsync(SelEvents.Of(record, bmc.Host, time.GetUtcNow()), cancellationToken);
                cursor = SelCursor.Of(record);
                cursor.Save(cursorFile);
            }

            await bmc.Reader.LogChanges.WaitAsync(AnyHow, cancellationToken);
        }
    }

    /// <summary>Null where another Host's BMC does not answer: its readings tell that, and this agent's own sensor works.</summary>
    private async Task<IReadOnlyList<SelRecord>?> NewAsync(SelCursor? cursor, CancellationToken cancellationToken)
    {
        // A log takes long: a BMC that hangs would be kept from its sensors' readings, and from a person's commands.
        if (bmc.Host.Length > 0 && bmc.Tool.IsLeftAlone)
        {
            return null;
        }

        try
        {
            return await ReadAsync(cursor, cancellationToken);
        }
        catch (IOException) when (bmc.Host.Length > 0)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<SelRecord>> ReadAsync(SelCursor? cursor, CancellationToken cancellationToken)
    {
        if (cursor is not null)
        {
            var recent = SelParser.Parse(await AskAsync(["sel", "elist", "last", Recent], cancellationToken));
            if (cursor.Find(recent) is { } told)
            {
                return [.. recent.Skip(told + 1)];
            }
        }

        return SelCursor.New(cursor, SelParser.Parse(await AskAsync(["sel", "elist"], cancellationToken)));
    }

    private async Task<string> AskAsync(string[] command, CancellationToken cancellationToken)
    {
        var answer = await bmc.Tool.ReadLongAsync(command, cancellationToken);
        return answer.IsOk ? answer.Text : throw new IOException(answer.Text);
    }
}
