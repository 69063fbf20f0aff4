namespace ConcurrencyAnalyzers.CatalogBuilder.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Without_arguments_the_inputs_stand_beside_the_program()
    {
        var options = Options.Parse([]);

        Assert.Equal("", options.Command);
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "Inputs"), options.Inputs);
        Assert.Equal("10", options.Framework);
        Assert.False(options.FrameworkOnly);
        Assert.Equal("Shipped", Path.GetFileName(options.Out));
    }

    [Fact]
    public void Folders_a_framework_and_a_command_with_its_arguments_can_be_given()
    {
        var options = Options.Parse("--inputs a --out b --packages c --framework 8 --framework-only --sample definite 5 7".Split(' '));

        Assert.Equal(("a", "b", "c"), (options.Inputs, options.Out, options.Packages));
        Assert.Equal(("8", true, "--sample"), (options.Framework, options.FrameworkOnly, options.Command));
        Assert.Equal(["definite", "5", "7"], options.Arguments);
        Assert.Equal("--help", Options.Parse(["-h"]).Command);
    }

    [Theory]
    [InlineData("--inputs", "--inputs wants a value.")]
    [InlineData("--framework", "--framework wants a value.")]
    [InlineData("--framework 9", "'9' is no framework: 8, 10.")]
    [InlineData("--check --diff old", "--check and --diff cannot be had at once.")]
    [InlineData("--verbose", "'--verbose' is not understood.")]
    [InlineData("everything", "'everything' is not understood.")]
    [InlineData("--check --verbose", "'--verbose' is not understood.")]
    public void Arguments_that_make_no_sense_are_named(string arguments, string message) =>
        Assert.Equal(message, Assert.Throws<OptionException>(() => Options.Parse(arguments.Split(' '))).Message);

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("many")]
    public void A_number_is_digits(string text) => Assert.Equal($"'{text}' is no number.", Assert.Throws<OptionException>(() => Options.Number(text)).Message);
}
