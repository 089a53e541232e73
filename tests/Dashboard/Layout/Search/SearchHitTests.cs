using SovereignFleet.Dashboard.Layout.Search;
using SovereignFleet.Proto.Fleet;
using Host = SovereignFleet.Proto.Fleet.Host;

namespace SovereignFleet.Tests.Dashboard.Layout.Search;

[TestClass]
public sealed class SearchHitTests
{
    private static readonly FleetSnapshot Fleet = new()
    {
        Hosts =
        {
            new Host
            {
                Name = "gpu-yul1-03", SiteId = "yul1", Rack = "B07", U = 12, PoolId = "llm-ca", AssetTag = "A-4711", DriverVersion = "570.133.20",
                Gpus = { new Gpu { Uuid = "GPU-a1b2", Serial = "16511203003", Index = 3 } },
            },
            new Host { Name = "gpu-fra2-01", SiteId = "fra2", Rack = "A12", PoolId = "llm-de", AssetTag = "A-12", DriverVersion = "575.57.08" },
        },
    };

    private static readonly Ticket[] Tickets = [new() { Reference = "SF-7K2M9Q", ExternalId = "INC0012345", Subject = "gpu-fra2-01: replace fan 4", HostName = "gpu-fra2-01" }];

    [TestMethod]
    [DataRow("yul1-03", "/hosts/gpu-yul1-03")]
    [DataRow("GPU-A1B2", "/hosts/gpu-yul1-03?gpu=3")]
    [DataRow("16511203003", "/hosts/gpu-yul1-03?gpu=3")]
    [DataRow("a-4711", "/hosts/gpu-yul1-03")]
    [DataRow("asset tag A-12", "/hosts/gpu-fra2-01")]
    [DataRow("B07", "/hosts/gpu-yul1-03")]
    [DataRow("rack a12", "/hosts/gpu-fra2-01")]
    [DataRow("llm-de", "/hosts/gpu-fra2-01")]
    [DataRow("575.57", "/hosts/gpu-fra2-01")]
    [DataRow("7k2m9q", "/tickets?open=SF-7K2M9Q")]
    [DataRow("INC0012345", "/tickets?open=SF-7K2M9Q")]
    [DataRow("fan 4", "/tickets?open=SF-7K2M9Q")]
    public void Find_ByWhatAPersonKnows_LeadsThere(string text, string url) => Assert.AreEqual(url, SearchHit.Find(Fleet, Tickets, text).Single().Url);

    [TestMethod]
    [DataRow("")]
    [DataRow("  ")]
    [DataRow("nowhere")]
    public void Find_WhatIsNowhere_IsNothing(string text) => Assert.IsEmpty(SearchHit.Find(Fleet, Tickets, text));
}
