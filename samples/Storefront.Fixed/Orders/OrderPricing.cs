using Storefront.Suppliers;

namespace Storefront.Orders;

public sealed class OrderPricing(ExchangeRates rates)
{
    public decimal Total(decimal netEur, string currency)
    {
        return decimal.Round(netEur * RateFor(currency), 2, MidpointRounding.ToEven);
    }

    private decimal RateFor(string currency)
    {
        return rates.Today.TryGetValue(currency, out var rate)
            ? rate
            : throw new InvalidOrderException($"No exchange rate for '{currency}'.");
    }
}
