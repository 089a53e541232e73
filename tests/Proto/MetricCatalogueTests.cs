using SovereignFleet.Proto.Link;
using SovereignFleet.Proto.Metrics;

namespace SovereignFleet.Tests.Proto;

[TestClass]
public sealed class MetricCatalogueTests
{
    [TestMethod]
    public void All_AreTheFieldsOfGpuReading_WithoutAGap()
    {
        var fields = GpuReading.Descriptor.Fields.InFieldNumberOrder().Where(field => field.FieldNumber >= 10).Select(field => (field.FieldNumber, field.Name)).ToArray();

        CollectionAssert.AreEqual(fields, MetricIndex.ById.Select(metric => (metric.Id, metric.Name)).ToArray());
    }

    [TestMethod]
    public void Read_OfEachMetric_ReadsItsOwnField()
    {
        foreach (var metric in MetricIndex.ById)
        {
            var reading = new GpuReading();
            Assert.IsNull(metric.Read(reading), metric.Name);
            GpuReading.Descriptor.FindFieldByNumber(metric.Id).Accessor.SetValue(reading, 7L);
            Assert.AreEqual(7L, metric.Read(reading), metric.Name);
        }
    }
}
