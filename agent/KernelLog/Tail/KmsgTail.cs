using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using SovereignFleet.Agent.KernelLog.Prefixes;

namespace SovereignFleet.Agent.KernelLog.Tail;

/// <summary>Reads /dev/kmsg, one record per read. The kernel numbers its records, so that nothing is read twice and every
/// record that was overwritten before we came is counted.</summary>
internal sealed class KmsgTail : ILogTail
{
    private const int LongestRecord = 16 * 1024;
    private const int Batch = 500;

    private readonly SafeFileHandle device;
    private readonly string boot;
    private readonly byte[] buffer = new byte[LongestRecord];
    private ulong? last;

    public KmsgTail(string path, string boot, LogCursor? cursor)
    {
        this.boot = boot;
        last = cursor?.Source == boot ? cursor.Position : null;
        device = KernelLogNative.Open(path, KernelLogNative.OpenFlags);
        if (device.IsInvalid)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    public LogCursor? Position => last is { } sequence ? new LogCursor(boot, sequence) : null;

    public SafeHandle? Readable => device;

    public IReadOnlyList<LogLine> Read()
    {
        var lines = new List<LogLine>();
        while (lines.Count < Batch && ReadRecord() is { } record)
        {
            if (Sequence(record) is not { } sequence || sequence <= last)
            {
                continue; // Read before the agent was restarted.
            }

            var lost = last is { } before ? sequence - before - 1 : 0;
            last = sequence;
            lines.Add(new LogLine(FirstLine(record), lost, new LogCursor(boot, sequence)));
        }

        return lines;
    }

    public void Dispose() => device.Dispose();

    /// <summary>"6,3964,206764307,-;text\n SUBSYSTEM=pci\n": what follows the first line describes the device.</summary>
    private static string FirstLine(string record) => record.Split('\n')[0];

    private static ulong? Sequence(string record) => KernelRecords.Parse(FirstLine(record), TimeZoneInfo.Utc)?.Sequence;

    private string? ReadRecord()
    {
        while (true)
        {
            var length = KernelLogNative.Read(device, ref buffer[0], buffer.Length);
            if (length > 0)
            {
                return Encoding.UTF8.GetString(buffer, 0, (int)length);
            }

            var error = length == 0 ? KernelLogNative.TryAgain : Marshal.GetLastPInvokeError();
            switch (error)
            {
                case KernelLogNative.BrokenPipe or KernelLogNative.Interrupted:
                    continue; // Overwritten before we read: the next read is the oldest that is left, and its number tells the gap.
                case KernelLogNative.TryAgain:
                    return null;
                default:
                    throw new Win32Exception(error, $"the kernel log cannot be read: {Marshal.GetPInvokeErrorMessage(error)}");
            }
        }
    }
}
