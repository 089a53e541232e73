using System.Globalization;
using System.Runtime.InteropServices;
using SovereignFleet.Agent.KernelLog.Lines;

namespace SovereignFleet.Agent.KernelLog.Tail;

/// <summary>A log that grows: /dev/kmsg, or a file or pipe. Reading never waits.</summary>
internal interface ILogTail : IDisposable
{
    /// <summary>How far was read; null where nothing was yet.</summary>
    LogCursor? Position { get; }

    /// <summary>Is readable when there may be something new; null where nothing can tell, and only looking helps.</summary>
    SafeHandle? Readable { get; }

    /// <summary>What came since the last call, at most a batch; empty where there is nothing new.</summary>
    IReadOnlyList<LogLine> Read();
}

/// <summary>A line. Lost counts the records before it that were overwritten unread; After is where reading goes on.</summary>
internal readonly record struct LogLine(string Text, ulong Lost, LogCursor After)
{
    /// <summary>The same whenever this line is read. Of a file that is written anew the text tells the lines apart. Empty of a pipe: what
    /// was read from it is gone, and its next line may be the same.</summary>
    public string Place => After.Source.StartsWith(LogCursor.OfPipe, StringComparison.Ordinal) ? "" : string.Create(CultureInfo.InvariantCulture, $"{After.Source}:{After.Position}:{StableHash.Of(Text):x16}");
}
