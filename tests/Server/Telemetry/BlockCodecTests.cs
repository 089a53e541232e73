using CsCheck;
using SovereignFleet.Proto.Metrics;
using SovereignFleet.Server.Telemetry.Codec;

namespace SovereignFleet.Tests.Server.Telemetry;

[TestClass]
public sealed class BlockCodecTests
{
    // Small steps, constants, gaps, and the ends of the range: what a sensor says, and what one must survive.
    private static readonly Gen<long> Value = Gen.Frequency(
        (6, Gen.Long[-100, 100_000]), (1, Gen.Long), (1, Gen.Bool.Select(low => low ? long.MinValue : long.MaxValue)));

    private static readonly Gen<GpuMinute> Minute =
        Gen.Select(Gen.Int[0, 59], Gen.Int[0, MetricIndex.ById.Count - 1], Value).Array[0, 400].Select(readings =>
        {
            var minute = new GpuMinute();
            foreach (var (second, metric, value) in readings)
            {
                minute.Set(second, MetricIndex.ById[metric].Id, value);
            }

            return minute;
        });

    [TestMethod]
    public void Decode_OfAnEncodedMinute_IsThatMinute() =>
        Minute.Sample(minute => AssertSame(minute, BlockCodec.Decode(BlockCodec.Encode(minute))));

    [TestMethod]
    public void Merge_Twice_IsMergeOnce() => Gen.Select(Minute, Minute).Sample((mine, late) =>
    {
        mine.Merge(late);
        var once = BlockCodec.Encode(mine);
        mine.Merge(late);
        CollectionAssert.AreEqual(once, BlockCodec.Encode(mine));
    });

    [TestMethod]
    public void Decode_OfAnyBytes_GivesAMinuteOrSaysWhyNot() => Gen.Byte.Array[0, 60].Sample(bytes =>
    {
        try
        {
            BlockCodec.Decode([BlockCodec.Version, .. bytes]);
        }
        catch (InvalidDataException error)
        {
            Assert.Contains("telemetry block", error.Message);
        }
    });

    [TestMethod]
    public void Decode_OfABlockCutShort_SaysSo()
    {
        var minute = new GpuMinute();
        minute.Set(0, 10, 40);
        minute.Set(1, 10, 41);
        var block = BlockCodec.Encode(minute);

        for (var length = 10; length < block.Length; length++)
        {
            Assert.ThrowsExactly<InvalidDataException>(() => BlockCodec.Decode(block.AsSpan(0, length)));
        }
    }

    [TestMethod]
    public void Decode_OfANewerVersion_NamesBoth()
    {
        var error = Assert.ThrowsExactly<InvalidDataException>(() => BlockCodec.Decode([9]));

        Assert.AreEqual("A telemetry block has version 9; this server reads version 1.", error.Message);
    }

    [TestMethod]
    public void Encode_OfAConstantMinute_IsAFewBytes()
    {
        var minute = new GpuMinute();
        for (var second = 0; second < GpuMinute.Seconds; second++)
        {
            minute.Set(second, 10, 40);
        }

        Assert.HasCount(12, BlockCodec.Encode(minute));
    }

    private static void AssertSame(GpuMinute expected, GpuMinute actual)
    {
        Assert.AreEqual(expected.Read, actual.Read);
        foreach (var metric in MetricIndex.ById)
        {
            Assert.AreEqual(expected.Known(metric.Id), actual.Known(metric.Id));
            for (var second = 0; second < GpuMinute.Seconds; second++)
            {
                Assert.AreEqual(expected.Get(second, metric.Id), actual.Get(second, metric.Id));
            }
        }
    }
}
