using System.Runtime.InteropServices;
using SovereignFleet.Agent.Gpu;

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
        Assert.AreEqual(104, Marshal.SizeOf<NvmlLayouts.SramStatus>());
        Assert.AreEqual(96, Marshal.OffsetOf<NvmlLayouts.SramStatus>(nameof(NvmlLayouts.SramStatus.ThresholdExceeded)));
        Assert.AreEqual(40, Marshal.SizeOf<NvmlLayouts.FieldValue>());
        Assert.AreEqual(32, Marshal.OffsetOf<NvmlLayouts.FieldValue>(nameof(NvmlLayouts.FieldValue.Value)));
        Assert.AreEqual(32, Marshal.SizeOf<NvmlLayouts.EventData>());
        Assert.AreEqual(0x2000028u, NvmlLayouts.Version<NvmlLayouts.Memory2>(2));
    }

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
