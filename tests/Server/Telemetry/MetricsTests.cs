using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Telemetry.Codec;

namespace SovereignFleet.Tests.Server.Telemetry;

[TestClass]
public sealed class MetricsTests
{
    [TestMethod]
    public void All_AreTheFieldsOfGpuReading_WithoutAGap()
    {
        var fields = GpuReading.Descriptor.Fields.InFieldNumberOrder().Where(field => field.FieldNumber >= 10).Select(field => (field.FieldNumber, field.Name)).ToArray();

        CollectionAssert.AreEqual(fields, Metrics.All.Select(metric => (metric.Id, metric.Name)).ToArray());
    }

    [TestMethod]
    public void Read_OfEachMetric_ReadsItsOwnField()
    {
        foreach (var metric in Metrics.All)
        {
            var reading = new GpuReading();
            Assert.IsNull(metric.Read(reading), metric.Name);
            GpuReading.Descriptor.FindFieldByNumber(metric.Id).Accessor.SetValue(reading, 7L);
            Assert.AreEqual(7L, metric.Read(reading), metric.Name);
        }
    }
}
