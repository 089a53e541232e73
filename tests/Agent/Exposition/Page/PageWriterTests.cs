using System.Text;
using SovereignFleet.Agent.Exposition.Page;

namespace SovereignFleet.Tests.Agent.Exposition.Page;

[TestClass]
public sealed class PageWriterTests
{
    private readonly PageWriter page = new();

    private string Text => Encoding.UTF8.GetString(page.Page.Span);

    [TestMethod]
    [DataRow(0.0, "0")]
    [DataRow(-2.0, "-2")]
    [DataRow(0.1, "0.1")]
    [DataRow(1e-7, "1E-07")]
    [DataRow(1.7e308, "1.7E+308")]
    [DataRow(double.NaN, "NaN")]
    [DataRow(double.PositiveInfinity, "+Inf")]
    [DataRow(double.NegativeInfinity, "-Inf")]
    public void Sample_Number_IsAsPrometheusReadsIt(double value, string text)
    {
        page.Family("a", MetricType.Gauge, "A.");
        page.Sample(null, value);

        Assert.AreEqual($"# HELP a A.\n# TYPE a gauge\na {text}\n", Text);
    }

    [TestMethod]
    [DataRow("C:\\temp", @"C:\\temp")]
    [DataRow("a \"b\"", "a \\\"b\\\"")]
    [DataRow("two\nlines", @"two\nlines")]
    [DataRow("Ventilateur n°1 {a=\"b\"}", "Ventilateur n°1 {a=\\\"b\\\"}")]
    [DataRow("", "")]
    public void Sample_Label_IsEscaped(string value, string text)
    {
        page.Family("a", MetricType.Counter, "A.");
        page.Sample(LabelSet.Of(("x", value)).With(("y", value)), long.MaxValue);

        Assert.AreEqual($"# HELP a A.\n# TYPE a counter\na{{x=\"{text}\",y=\"{text}\"}} 9223372036854775807\n", Text);
        Assert.HasCount(1, PromText.Samples(Text));
    }

    [TestMethod]
    public void Family_WithoutSamples_LeavesNoTraceAndWithMoreIsHeadedOnce()
    {
        page.Family("none", MetricType.Gauge, "N.");
        page.Family("some", MetricType.Gauge, "S.");
        page.Sample(LabelSet.Of(("x", "1")), 1);
        page.Sample(LabelSet.Of(("x", "2")), 2);
        page.Family("none", MetricType.Gauge, "N.");
        Assert.AreEqual("# HELP some S.\n# TYPE some gauge\nsome{x=\"1\"} 1\nsome{x=\"2\"} 2\n", Text);

        page.Clear();
        Assert.AreEqual("", Text);
    }
}
