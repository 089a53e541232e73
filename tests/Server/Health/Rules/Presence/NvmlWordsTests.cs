using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;
using SovereignFleet.Server.Health.Rules.Presence;

namespace SovereignFleet.Tests.Server.Health.Rules.Presence;

/// <summary>The server reads NVML's answer out of the agent's words: what the agent says is said here by the agent itself.</summary>
[TestClass]
public sealed class NvmlWordsTests
{
    [TestMethod]
    [DataRow(4, "NoPermission", "no permission")]
    [DataRow(9, "DriverNotLoaded", "the NVIDIA driver is not loaded")]
    [DataRow(10, "Other", "NVML error 10 (Timeout)")]
    [DataRow(16, "ResetRequired", "the GPU requires a reset")]
    [DataRow(18, "VersionMismatch", "driver and library have different versions")]
    [DataRow(999, "Other", "NVML error 999 (Unknown)")]
    public void Read_WhatTheAgentSays_IsUnderstood(int code, string trouble, string forAPerson)
    {
        var said = new NvmlLibrary().Ask("nvmlInit_v2", 0, (nint _, out bool done) =>
        {
            done = false;
            return (NvmlReturn)code;
        }).Reason;

        Assert.AreEqual(trouble, NvmlWords.Read(said).ToString());
        Assert.AreEqual(forAPerson, NvmlWords.ForAPerson(said));
    }
}
