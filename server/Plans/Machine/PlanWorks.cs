using System.Text.Json;
using System.Text.Json.Serialization;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Plans.Machine;

/// <summary>What is done to each Host of a Plan, as its row keeps it: [{"Kind":"Reboot","Target":null}].</summary>
internal static class PlanWorks
{
    private static readonly JsonSerializerOptions Words = new() { Converters = { new JsonStringEnumConverter() } };

    public static string Write(WorkPlan works) => JsonSerializer.Serialize(works.Works.ToArray(), Words);

    public static WorkPlan Read(Plan plan) => new([.. JsonSerializer.Deserialize<PlannedWork[]>(plan.Works, Words) ?? []]);
}
