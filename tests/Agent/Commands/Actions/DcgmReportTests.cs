using SovereignFleet.Agent.Commands.Actions.Diagnose;

namespace SovereignFleet.Tests.Agent.Commands.Actions;

/// <summary>Reports composed after the forms that DCGM 3 and DCGM 4 print.</summary>
[TestClass]
public sealed class DcgmReportTests
{
    internal const string Four = """
        {
          "DCGM Diagnostic" : { "test_categories" : [
            { "category" : "Deployment", "tests" : [ { "name" : "software",
              "results" : [ { "entity_group" : "GPU", "entity_group_id" : 1, "entity_id" : 0, "status" : "Pass" },
                { "entity_group" : "GPU", "entity_group_id" : 1, "entity_id" : 1, "status" : "Skip" } ],
              "test_summary" : { "status" : "Pass" } } ] },
            { "category" : "Hardware", "tests" : [ { "name" : "memory",
              "results" : [ { "entity_group" : "GPU", "entity_group_id" : 1, "entity_id" : 1, "status" : "Fail",
                "warnings" : [ { "error_category" : 1, "error_id" : 33, "error_severity" : 2, "warning" : "A memory mismatch was found." } ] } ],
              "test_summary" : { "status" : "Fail" } } ] } ] },
          "metadata" : { "version" : "4.2.3" }
        }
        """;

    private const string Three = """
        Starting the diagnostic
        { "DCGM GPU Diagnostic" : { "test_categories" : [ { "category" : "Stress", "tests" : [
          { "name" : "Targeted Power", "results" : [ { "gpu_ids" : "0,1", "status" : "PASS" } ] },
          { "name" : "PCIe", "results" : [ { "gpu_id" : "2", "status" : "WARN", "warnings" : "Link width is x8" } ] } ] } ] } }
        """;

    [TestMethod]
    public void Parse_DcgmFour_CountsEachResultAndNamesTheFault()
    {
        var report = DcgmReport.Parse(Four)!;

        Assert.AreEqual("1 1 0 1", $"{report.Passed} {report.Failed} {report.Warned} {report.Skipped}");
        Assert.AreEqual("memory on GPU 1: A memory mismatch was found.", report.Faults.Single());
    }

    [TestMethod]
    public void Parse_DcgmThree_ReadsCapitalsAndPlainWarnings()
    {
        var report = DcgmReport.Parse(Three)!;

        Assert.AreEqual("1 0 1 0", $"{report.Passed} {report.Failed} {report.Warned} {report.Skipped}");
        Assert.AreEqual("PCIe on GPU 2: Link width is x8", report.Faults.Single());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("Error: unable to connect to host engine")]
    [DataRow("{ \"something\": [] }")]
    [DataRow("{ \"DCGM Diagnostic\": 4 }")]
    [DataRow("{ torn")]
    public void Parse_NoReport_IsNull(string text) => Assert.IsNull(DcgmReport.Parse(text));

    [TestMethod]
    [DataRow("{ \"DCGM Diagnostic\": { \"test_categories\": [ 1, { \"tests\": [ {}, { \"results\": [ 2, {} ] } ] } ] } }")]
    public void Parse_StrangeShapes_CountNothing(string text)
    {
        var report = DcgmReport.Parse(text)!;

        Assert.AreEqual("0 0 0 0", $"{report.Passed} {report.Failed} {report.Warned} {report.Skipped}");
    }
}
