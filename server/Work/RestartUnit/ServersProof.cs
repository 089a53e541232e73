using SovereignFleet.Server.Work.ByCommand;

namespace SovereignFleet.Server.Work.RestartUnit;

/// <summary>Whether the Host's inference servers answer after a restart. Pure. A Frame knows them by their own names, not by their units: so
/// all of them must, and where the agent reads none nothing but its word says that the unit runs.</summary>
internal static class ServersProof
{
    public static WorkProof Judge(ProofFacts facts, DateTimeOffset now)
    {
        if (FreshReading.WhyNot(facts, now) is { } missing)
        {
            return WorkProof.NotYet(missing);
        }

        var servers = facts.Frame!.Inference;
        if (servers.Count == 0)
        {
            return WorkProof.Never("the agent reads no inference server, so that nothing but its own word says that the unit runs");
        }

        return servers.FirstOrDefault(server => !server.HasInFlight) is { } silent
            ? WorkProof.NotYet($"inference server {silent.Name} to answer{(silent.Error.Length > 0 ? $": {silent.Error}" : "")}")
            : WorkProof.Proven;
    }
}
