using System.Runtime.InteropServices;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;

namespace SovereignFleet.Tests.Agent.Gpu;

[TestClass]
public sealed class NvmlLayoutsTests
{
    // Measured with a C compiler on nvml.h of NVML 13.3.29.
    [TestMethod]
    public void Layouts_All_HaveNvidiasSizesAndOffsets()
    {
        Assert.AreEqual(68, Marshal.SizeOf<NvmlLayouts.PciInfo>());
        Assert.AreEqual(36, Marshal.OffsetOf<NvmlLayouts.PciInfo>(nameof(NvmlLayouts.PciInfo.BusId)));
        Assert.AreEqual(8, Marshal.SizeOf<NvmlLayouts.Utilization>());
        Assert.AreEqual(24, Marshal.SizeOf<NvmlLayouts.Memory>());
        Assert.AreEqual(40, Marshal.SizeOf<NvmlLayouts.Memory2>());
        Assert.AreEqual(8, Marshal.SizeOf<NvmlLayouts.Margin>());
        Assert.AreEqual(40, Marshal.SizeOf<NvmlLayouts.FieldValue>());
        Assert.AreEqual(32, Marshal.OffsetOf<NvmlLayouts.FieldValue>(nameof(NvmlLayouts.FieldValue.Value)));
        Assert.AreEqual(32, Marshal.SizeOf<NvmlLayouts.EventData>());
        Assert.AreEqual(0x2000028u, NvmlLayouts.Version<NvmlLayouts.Memory2>(2));
    }

    // Measured with a C compiler on nvml.h of API version 13 (NVIDIA/go-nvml).
    [TestMethod]
    public void HealthLayouts_All_HaveNvidiasSizesAndOffsets()
    {
        Assert.AreEqual(104, Marshal.SizeOf<NvmlHealthLayouts.SramStatus>());
        Assert.AreEqual(48, Marshal.OffsetOf<NvmlHealthLayouts.SramStatus>(nameof(NvmlHealthLayouts.SramStatus.VolatileCorrected)));
        Assert.AreEqual(96, Marshal.OffsetOf<NvmlHealthLayouts.SramStatus>(nameof(NvmlHealthLayouts.SramStatus.ThresholdExceeded)));
        Assert.AreEqual(16, Marshal.SizeOf<NvmlHealthLayouts.SramFaults>());
        Assert.AreEqual(8, Marshal.OffsetOf<NvmlHealthLayouts.SramFaults>(nameof(NvmlHealthLayouts.SramFaults.Entries)));
        Assert.AreEqual(28, Marshal.SizeOf<NvmlHealthLayouts.SramFaultEntry>());
        Assert.AreEqual(20, Marshal.SizeOf<NvmlHealthLayouts.RemapHistogram>());
        Assert.AreEqual(12, Marshal.SizeOf<NvmlHealthLayouts.RepairStatus>());
        Assert.AreEqual(28, Marshal.SizeOf<NvmlHealthLayouts.Fabric>());
        Assert.AreEqual(24, Marshal.OffsetOf<NvmlHealthLayouts.Fabric>(nameof(NvmlHealthLayouts.Fabric.State)));
        Assert.AreEqual(36, Marshal.SizeOf<NvmlHealthLayouts.Fabric2>());
        Assert.AreEqual(32, Marshal.OffsetOf<NvmlHealthLayouts.Fabric2>(nameof(NvmlHealthLayouts.Fabric2.HealthMask)));
        Assert.AreEqual(24, Marshal.SizeOf<NvmlHealthLayouts.Process>());
        Assert.AreEqual(8, Marshal.OffsetOf<NvmlHealthLayouts.Process>(nameof(NvmlHealthLayouts.Process.UsedMemory)));
        Assert.AreEqual(284, Marshal.SizeOf<NvmlHealthLayouts.LicensableFeature>());
        Assert.AreEqual(860, Marshal.SizeOf<NvmlHealthLayouts.LicensableFeatures>());
        Assert.AreEqual(8, Marshal.OffsetOf<NvmlHealthLayouts.LicensableFeatures>(nameof(NvmlHealthLayouts.LicensableFeatures.First)));
        Assert.AreEqual(8, Marshal.SizeOf<NvmlHealthLayouts.GpmSupport>());
        Assert.AreEqual(40, Marshal.SizeOf<NvmlHealthLayouts.GpmMetric>());
        Assert.AreEqual(8, Marshal.OffsetOf<NvmlHealthLayouts.GpmMetric>(nameof(NvmlHealthLayouts.GpmMetric.Value)));
        Assert.AreEqual(24, Marshal.SizeOf<NvmlHealthLayouts.GpmRequest>());
        Assert.AreEqual(8, Marshal.OffsetOf<NvmlHealthLayouts.GpmRequest>(nameof(NvmlHealthLayouts.GpmRequest.Sample1)));
        Assert.AreEqual(0x1000068u, NvmlLayouts.Version<NvmlHealthLayouts.SramStatus>(1));
        Assert.AreEqual(0x1000010u, NvmlLayouts.Version<NvmlHealthLayouts.SramFaults>(1));
        Assert.AreEqual(0x100000cu, NvmlLayouts.Version<NvmlHealthLayouts.RepairStatus>(1));
        Assert.AreEqual(0x2000024u, NvmlLayouts.Version<NvmlHealthLayouts.Fabric2>(2));
    }

    // The ids of nvml.h (NVML_FI_DEV_*) in the order of the enum.
    [TestMethod]
    public void Fields_All_HaveNvidiasIds() => Assert.AreEqual(
        "3 4 5 6 11 12 22 23 29 30 31 38 45 52 59 74 75 76 77 78 79 82 83 91 94 95 138 139 142 143 144 145 161 162 163 165 169 173 174 175 176 177 178 "
        + "179 180 182 185 186 190 193 194 195 196 197 198 202 204 206 208 211 213 214 220 222 230 231 232 233 269 270 271",
        string.Join(' ', Enum.GetValues<NvmlField>().Select(field => (uint)field)));

    [TestMethod]
    [DataRow(0x10fL, 0x10eL, 0x10eL)] // 1e-15 and 1e-14
    [DataRow(0x50fL, 0x10fL, 0x50fL)]
    [DataRow(0L, 0x00fL, 0x00fL)]     // no error yet, to fifteen digits
    [DataRow(0x30cL, 0x00fL, 0x30cL)]
    public void WorseErrorRate_TwoLinks_IsTheWorse(long one, long other, long expected) =>
        Assert.AreEqual(expected, NvmlFieldValues.WorseErrorRate(one, other));

    [TestMethod]
    [DataRow(0xaaaaaaaafffffffeul, -2)]
    [DataRow(0xfffffffffffffffdul, -3)]
    [DataRow(0x0000000000000005ul, 5)]
    public void Signed_WhateverTypeTheDriverNames_IsSigned(ulong bits, int expected) => Assert.AreEqual(expected, NvmlFieldValues.Signed(bits));

    [TestMethod]
    [DataRow(1u, 0xffffffff00000007ul, 7L)]
    [DataRow(5u, 0x00000000fffffffeul, -2L)]
    [DataRow(6u, 0xaaaaaaaaaaaa0009ul, 9L)]
    [DataRow(3u, 85520809984ul, 85520809984L)]
    [DataRow(0u, 0x4045000000000000ul, 42L)]
    public void Number_EachType_TakesOnlyItsOwnBytes(uint type, ulong bits, long expected) =>
        Assert.AreEqual(expected, NvmlFieldValues.Number(type, bits));

    [TestMethod]
    public void Number_UnknownTypeOrNoNumber_IsNone()
    {
        Assert.IsNull(NvmlFieldValues.Number(42, 1));
        Assert.IsNull(NvmlFieldValues.Number(0, BitConverter.DoubleToUInt64Bits(double.NaN)));
    }
}
