using System.Globalization;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog.Driver;

/// <summary>Tells XIDs that follow from another one from those that stand for themselves. It states what came before;
/// what that means is the server's to say.</summary>
internal sealed class FollowingXids
{
    private const int MostGpus = 256;

    /// <summary>What an application's end clears away is told this long after its cause at most.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, (int Code, DateTimeOffset? Moment)> causes = [];

    /// <summary>Adds follows_xid, and follows_seconds where the times are known, to an XID that came after another of its GPU.</summary>
    public void Mark(int xid, Event happened, DateTimeOffset? moment)
    {
        if (!Follows(xid))
        {
            if (causes.Count < MostGpus || causes.ContainsKey(happened.PciAddress))
            {
                causes[happened.PciAddress] = (xid, moment);
            }

            return;
        }

        if (!causes.TryGetValue(happened.PciAddress, out var cause))
        {
            return;
        }

        var passed = moment - cause.Moment;
        if (passed > Reach)
        {
            return;
        }

        happened.Detail["follows_xid"] = cause.Code.ToString(CultureInfo.InvariantCulture);
        if (passed is { } known)
        {
            happened.Detail["follows_seconds"] = Math.Max(0, known.TotalSeconds).ToString("0.###", CultureInfo.InvariantCulture);
        }
    }

    // NVIDIA's catalogue: 45 "Not Solo: IGNORE (follow other Xid)"; 94 and 95 "sympathetic"; 154 "Informational only regarding
    // another Xid"; 159 "SYMPATHETIC_REPORT_SOLO"; 171 and 172 "Additional to Xid 48".
    private static bool Follows(int xid) => xid is 45 or 94 or 95 or 154 or 159 or 171 or 172;
}
