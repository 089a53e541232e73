using Microsoft.Extensions.Logging;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml;

namespace SovereignFleet.Agent.Gpu.Nvidia.Driver;

/// <summary>Keeps NVML open, and opens it anew with a growing pause when the driver or a GPU went away. Everybody who calls
/// NVML does so inside <see cref="Use"/> or <see cref="TryEnter"/>: the library is never closed under a running call, so a call
/// that hangs in the driver also keeps it from being closed.</summary>
internal sealed partial class NvmlDriver(NvmlLibrary library, TimeProvider time, ILogger<NvmlDriver> logger) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    // Longer than the event source waits in the driver; short, because readers wait behind whoever wants to open.
    private static readonly TimeSpan CallersTimeOut = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OpenerTimeOut = TimeSpan.FromSeconds(3);

    private readonly ReaderWriterLockSlim calls = new();
    private readonly Lock opening = new();
    private IReadOnlyList<GpuSlot> slots = [];
    private TimeSpan pause = FirstPause;
    private DateTimeOffset nextTry = DateTimeOffset.MinValue;
    private bool open;
    private bool reopen;
    private bool released;

    public NvmlLibrary Library => library;

    /// <summary>Changes whenever the handles did.</summary>
    public int Generation { get; private set; }

    /// <summary>Why nothing can be read now; null where NVML is open and lists at least one GPU that is or was here.</summary>
    public string? Reason { get; private set; } = "NVML was not opened yet";

    /// <summary>The GPUs that are here, and those that were.</summary>
    public IReadOnlyList<GpuSlot> Slots => slots;

    /// <summary><see cref="EnsureOpen"/> would do something.</summary>
    public bool NeedsOpening => !released && (!open || reopen) && time.GetUtcNow() >= nextTry;

    /// <summary>Opens NVML where it is not open or somebody asked for it anew, if the pause since the last try is over. Whoever
    /// comes while another one hangs in the opening goes on with things as they are.</summary>
    public void EnsureOpen()
    {
        if (!opening.TryEnter(OpenerTimeOut))
        {
            return;
        }

        try
        {
            if (!NeedsOpening)
            {
                return;
            }

            // A caller that does not come back (a hung driver) keeps the library as it is: the next try is later.
            nextTry = time.GetUtcNow() + pause;
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            if (calls.TryEnterWriteLock(CallersTimeOut))
            {
                try
                {
                    OpenAnew();
                }
                finally
                {
                    calls.ExitWriteLock();
                }
            }
        }
        finally
        {
            opening.Exit();
        }
    }

    /// <summary>A GPU or the driver answered that it is gone.</summary>
    public void AskForReopening() => reopen = true;

    /// <summary>Closes NVML and leaves it closed: nvidia-smi resets no GPU that anybody holds open. False: a call hangs in the driver.</summary>
    public bool Release()
    {
        if (!opening.TryEnter(OpenerTimeOut))
        {
            return false;
        }

        try
        {
            if (!calls.TryEnterWriteLock(CallersTimeOut))
            {
                return false;
            }

            released = true;
            CloseIfOpen();
            Generation++;
            slots = [.. slots.Select(slot => slot with { Device = null })];
            Reason = "the agent lets go of the driver while a GPU is reset";
            calls.ExitWriteLock();
            return true;
        }
        finally
        {
            opening.Exit();
        }
    }

    /// <summary>The next call opens NVML again.</summary>
    public void Reacquire()
    {
        lock (opening)
        {
            (released, nextTry) = (false, DateTimeOffset.MinValue);
        }
    }

    /// <summary>All GPUs answer: the next trouble is met at once again.</summary>
    public void ReportHealthy()
    {
        pause = FirstPause;
        nextTry = DateTimeOffset.MinValue;
    }

    /// <summary>Before calls into NVML; false where the library is being opened anew. Each true wants a <see cref="Leave"/> on the
    /// same thread.</summary>
    public bool TryEnter() => calls.TryEnterReadLock(CallersTimeOut);

    public void Leave() => calls.ExitReadLock();

    /// <summary>Runs calls into NVML; default where the library is being opened anew.</summary>
    public T? Use<T>(Func<T> ask)
    {
        if (!TryEnter())
        {
            return default;
        }

        try
        {
            return ask();
        }
        finally
        {
            Leave();
        }
    }

    public void Dispose()
    {
        // Not waited for: at the end of the process a hung driver must not keep it.
        if (calls.TryEnterWriteLock(TimeSpan.Zero))
        {
            CloseIfOpen();
            calls.ExitWriteLock();
            calls.Dispose();
        }
    }

    private void OpenAnew()
    {
        CloseIfOpen();
        var opened = library.Open();
        open = opened.IsOk;
        reopen = false;
        Generation++;
        slots = open ? GpuSlots.List(library, slots) : [.. slots.Select(slot => slot with { Device = null })];
        var reason = !open ? opened.Reason : slots.Count == 0 ? "the NVIDIA driver lists no GPU" : null;
        if (reason != Reason)
        {
            Reason = reason;
            var state = reason ?? $"{slots.Count} GPUs, {slots.Count(slot => slot.Device is null)} of them lost";
            Log.NvmlStateChanged(logger, state);
        }
    }

    private void CloseIfOpen()
    {
        if (open)
        {
            library.Close();
            open = false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1101, Level = LogLevel.Information, Message = "NVML: {State}")]
        public static partial void NvmlStateChanged(ILogger logger, string state);
    }
}
