using SovereignFleet.Agent.Bmc.Ipmi;

namespace SovereignFleet.Agent.Bmc.Chassis;

/// <summary>The locator LED as it was last set by this agent. Where the BMC knows no "on until told", it is lit again before
/// each interval ends, as long as it is to be on.</summary>
internal sealed class IdentifyLight(IpmiTool tool, TimeProvider time) : IAsyncDisposable
{
    private const string Longest = "255";
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(200);

    private readonly SemaphoreSlim one = new(1);
    private ITimer? again;

    /// <summary>Null: this agent has not set it, and IPMI does not tell.</summary>
    public bool? IsOn { get; private set; }

    public async Task<BmcAnswer> SetAsync(bool on, CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            await StopRepeatingAsync();
            var answer = on ? await LightAsync(cancellationToken) : await tool.AskAsync(["chassis", "identify", "0"], cancellationToken);
            IsOn = answer.IsOk ? on : IsOn;
            return answer;
        }
        finally
        {
            one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopRepeatingAsync();
        one.Dispose();
    }

    private async Task<BmcAnswer> LightAsync(CancellationToken cancellationToken)
    {
        var forced = await tool.AskAsync(["chassis", "identify", "force"], cancellationToken);
        if (forced.IsOk)
        {
            return forced;
        }

        var answer = await tool.AskAsync(["chassis", "identify", Longest], cancellationToken);
        if (answer.IsOk)
        {
            again = time.CreateTimer(_ => _ = tool.AskAsync(["chassis", "identify", Longest], CancellationToken.None), null, Again, Again);
        }

        return answer;
    }

    private async Task StopRepeatingAsync()
    {
        if (again is { } timer)
        {
            again = null;
            await timer.DisposeAsync();
        }
    }
}
