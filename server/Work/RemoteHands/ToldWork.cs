using System.Text.Json;
using System.Text.Json.Serialization;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Work.RemoteHands.Text;

namespace SovereignFleet.Server.Work.RemoteHands;

/// <summary>Which works a ticket tells: of each GPU, and of the Host, how deep the work goes. Pure.</summary>
internal static class ToldWork
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new JsonStringEnumConverter() } };

    public static string Of(IEnumerable<RepairWork> works) => JsonSerializer.Serialize(works.ToDictionary(KeyOf, work => work.Kind), Options);

    /// <summary>What is to be done besides, or goes deeper than what was told. A Host that is silent while hands are on it is no news.</summary>
    public static IReadOnlyList<RepairWork> News(string told, IEnumerable<TicketEvidence> evidence)
    {
        var known = Read(told);
        TicketEvidence[] found = [.. evidence.Where(item => item.Remedy != RemedyKind.None && item.Code != FaultCatalog.AgentSilent.Code)];
        return found.Length == 0 ? [] : [.. RepairWork.Of(found).Where(work => !known.TryGetValue(KeyOf(work), out var kind) || work.Kind > kind)];
    }

    public static string With(string told, IEnumerable<RepairWork> news)
    {
        var all = Read(told);
        foreach (var work in news)
        {
            all[KeyOf(work)] = work.Kind;
        }

        return JsonSerializer.Serialize(all, Options);
    }

    private static string KeyOf(RepairWork work) => work.Gpu?.Uuid ?? "";

    private static Dictionary<string, RemedyKind> Read(string told) => JsonSerializer.Deserialize<Dictionary<string, RemedyKind>>(told, Options)!;
}
