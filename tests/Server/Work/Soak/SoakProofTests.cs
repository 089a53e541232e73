using SovereignFleet.Server.Work.Soak;
using static SovereignFleet.Tests.Server.Work.ByCommand.ProofScene;

namespace SovereignFleet.Tests.Server.Work.Soak;

[TestClass]
public sealed class SoakProofTests
{
    [TestMethod]
    [DataRow("3", "passed", "passed", "proven")]
    [DataRow("3", "passed", "was built without CUDA", "proven")]
    [DataRow("3", "not installed", "passed", "proven")]
    [DataRow("3", "failed", "passed", "never: dcgmi: failed")]
    [DataRow("3", "passed", "failed", "never: cuda_check: failed")]
    [DataRow("3", "passed", "could not run", "never: cuda_check: could not run")]
    [DataRow("3", "nothing was tested", "passed", "never: dcgmi: nothing was tested")]
    [DataRow("3", "dcgmi did not end within 3600 s", "passed", "never: dcgmi: dcgmi did not end within 3600 s")]
    [DataRow("3", "not installed", "was built without CUDA", "never: the host has neither NVIDIA's diagnostic nor a CUDA check that was built with CUDA, so that nothing was tested")]
    [DataRow("3", null, "passed", "never: the agent says nothing of dcgmi")]
    [DataRow("3", "passed", null, "never: the agent says nothing of cuda_check")]
    [DataRow("1", "passed", "passed", "never: the diagnostic ran at level 1, and level 3 was ordered")]
    [DataRow(null, "passed", "passed", "never: the diagnostic ran at no level that the agent tells, and level 3 was ordered")]
    public void Judge_WhatTheAgentReadBack_PassedOnlyWhereAllThatRanDid(string? level, string? dcgmi, string? cuda, string expected)
    {
        var answer = new Dictionary<string, string?> { ["level"] = level, ["dcgmi"] = dcgmi, ["cuda_check"] = cuda }
            .Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!);

        Assert.AreEqual(expected, Words(SoakProof.Judge(answer)));
    }
}
